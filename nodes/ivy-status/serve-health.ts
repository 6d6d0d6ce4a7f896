import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import type { Gateway } from '../../src/gateway';
import { type Health, metricsText } from '../../src/status';
import type { GatewayNode } from '../shared/gateway-node';

/** A node that lets its gateway be asked over HTTP. */
export interface Witness {
  readonly gateway: Gateway;
  /** Whether anybody may ask how it is. */
  readonly isOpen: boolean;
  /** Who has it may read metrics; empty: nobody. */
  readonly token: string;
  readonly health: () => Health;
}

/**
 * Serves how gateways are: to anybody, and without a word about meters, `GET …/ivy-gateway/live` and
 * `…/ivy-gateway/ready`; to who has a token, `…/ivy-gateway/metrics`; to who may use the editor,
 * `…/ivy-gateway/<node id>/metrics`.
 */
export function serveHealth(RED: NodeAPI, witnesses: ReadonlySet<Witness>): void {
  const { httpAdmin } = RED;
  // Where Node-RED serves no flows over HTTP, there is none.
  const httpNode: NodeAPI['httpNode'] | undefined = RED.httpNode;
  const open = () => [...witnesses].filter(({ isOpen }) => isOpen);

  httpNode?.get('/ivy-gateway/live', (_request, response) => {
    if (open().length === 0) response.sendStatus(404);
    else response.set('Cache-Control', 'no-store').json({ status: 'live' });
  });
  httpNode?.get('/ivy-gateway/ready', (_request, response) => {
    const gateways = open().map(({ health }) => health());
    if (gateways.length === 0) {
      response.sendStatus(404);
      return;
    }
    const isReady = gateways.every(({ ready }) => ready);
    response
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: isReady ? 'ready' : 'not-ready', gateways });
  });
  httpNode?.get('/ivy-gateway/metrics', (request, response) => {
    const shown = [...witnesses].filter(({ token }) => holds(request, token));
    if (shown.length > 0) giveMetrics(response, shown);
    else response.set('WWW-Authenticate', 'Bearer').sendStatus(401);
  });
  httpAdmin.get(
    '/ivy-gateway/:id/metrics',
    RED.auth.needsPermission('ivy-gateway.read'),
    (request, response) => {
      const node = RED.nodes.getNode(String(request.params['id'])) as GatewayNode | null;
      if (node?.type !== 'ivy-gateway' || !node.gateway) response.sendStatus(404);
      else giveMetrics(response, [{ gateway: node.gateway }]);
    },
  );
}

/** Several nodes of one gateway tell the same. */
function giveMetrics(
  response: Response,
  witnesses: readonly { readonly gateway: Gateway; readonly health?: () => Health }[],
): void {
  const byGateway = new Map(witnesses.map((witness) => [witness.gateway, witness]));
  const subjects = [...byGateway.values()].map(({ gateway, health }) => ({
    gateway,
    ...(health && { health: health() }),
  }));
  metricsText(subjects).then(
    (text) => response.type('text/plain; version=0.0.4; charset=utf-8').send(text),
    () => response.sendStatus(500),
  );
}

/** Compared by hash, so that the time taken says nothing about the token. */
function holds(request: Request, token: string): boolean {
  const given = /^Bearer\s+(\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
  return token !== '' && given !== undefined && timingSafeEqual(hash(given), hash(token));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
