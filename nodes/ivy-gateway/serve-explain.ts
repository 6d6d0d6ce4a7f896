import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { z } from 'zod';
import { explainText, jsonOf, PROTOCOL_CHOICES, parseKeyring } from '../../src/explain';
import { asError } from '../shared/guard';

/** More than the longest frame has, and little enough to be explained in one go. */
const MAX_HEX = 16_384;
const MAX_KEYS = 4_096;

const REQUEST = z.object({
  hex: z.string().max(MAX_HEX, `no more than ${MAX_HEX} characters`),
  protocol: z.enum(PROTOCOL_CHOICES),
  /** As `ivy-gateway decode --keys` takes them. */
  keys: z.string().max(MAX_KEYS, `no more than ${MAX_KEYS} characters of keys`).default('[]'),
});

/**
 * Serves "try it" of the dialogs: `POST …/ivy-gateway/explain` answers as `ivy-gateway decode --json` does. Nothing
 * of the request is kept, and no meter or node is asked. It is a POST so that keys do not stand in an address.
 */
export function serveExplain(RED: NodeAPI): void {
  RED.httpAdmin.post(
    '/ivy-gateway/explain',
    RED.auth.needsPermission('ivy-gateway.read'),
    (request: Request, response: Response) => {
      response.set('Cache-Control', 'no-store').type('json');
      try {
        response.send(explained(request.body));
      } catch (thrown) {
        const fault = { code: 'invalid-request', offset: 0, message: reasonOf(thrown) };
        response.status(400).send(jsonOf(undefined, fault));
      }
    },
  );
}

/** @throws ZodError or TypeError for a request that cannot be understood; neither has a key in its text. */
function explained(body: unknown): string {
  const { hex, protocol, keys } = REQUEST.parse(body);
  const outcome = explainText(hex, { protocol, keyring: parseKeyring(keys) });
  return jsonOf(outcome.explained, outcome.fault);
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof z.ZodError) return thrown.issues[0]?.message ?? 'not understood';
  return asError(thrown).message;
}
