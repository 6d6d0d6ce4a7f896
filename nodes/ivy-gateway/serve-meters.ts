import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { readCatalogue } from '../../src/client';
import type { Gateway } from '../../src/gateway';
import { Failure } from '../../src/link';
import { type ListFormat, listText, MeterListError, readChanges, readList } from '../../src/meters';
import { describeObis } from '../../src/telemetry';
import type { GatewayNode } from '../shared/gateway-node';
import { asError } from '../shared/guard';
import { BodyTooLarge, bodyOf } from './request-body';

/** What stands in the way of a request, and how HTTP says so. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

type Handler = (gateway: Gateway, request: Request, response: Response) => void | Promise<void>;

/** Octets; 100,000 meters with keys have some 50 MB. */
const MAX_BODY = 64 * 1024 * 1024;
const LIST = ['', '.csv', '.json'].map((ending) => `/ivy-gateway/:id/meters${ending}`);

/** Has what is wrong with the file of the list, percent-encoded. */
const PROBLEM_HEADER = 'Ivy-Problem';
const LONGEST_PROBLEM = 1_000;

/** An object that no standard names. */
const NAMELESS = { en: '', zh: '', tr: '' };

/**
 * Serves the meter list of a running gateway: `GET …/ivy-gateway/<node id>/meters` gives it, `PUT` replaces it,
 * `PATCH` adds and changes meters, each as JSON or CSV; `GET …/known-meters` tells who is dialled in, `DELETE
 * …/known-meters/<meter>` forgets a meter that is gone for good, and `GET …/meters/<meter>/objects` tells what a
 * DLMS meter has.
 */
export function serveMeters(RED: NodeAPI): void {
  const { httpAdmin } = RED;
  const mayRead = RED.auth.needsPermission('ivy-gateway.read');
  const mayWrite = RED.auth.needsPermission('ivy-gateway.write');
  httpAdmin.get(LIST, mayRead, forGateway(RED, giveList));
  httpAdmin.put(LIST, mayWrite, forGateway(RED, takeList(readList)));
  httpAdmin.patch(LIST, mayWrite, forGateway(RED, takeList(readChanges)));
  httpAdmin.get('/ivy-gateway/:id/known-meters', mayRead, forGateway(RED, giveKnown));
  httpAdmin.delete('/ivy-gateway/:id/known-meters/:meter', mayWrite, forGateway(RED, forget));
  httpAdmin.get('/ivy-gateway/:id/meters/:meter/objects', mayRead, forGateway(RED, giveObjects));
}

function giveList({ roster }: Gateway, request: Request, response: Response): void {
  const format = formatNamed(request) ?? (request.accepts(['json', 'csv']) || 'json');
  response.set('ETag', tagOf(roster.revision)).type(format);
  if (roster.problem !== undefined) response.set(PROBLEM_HEADER, asHeader(roster.problem));
  if (format === 'csv') response.attachment('meters.csv');
  response.send(listText(roster.list, format === 'csv' ? 'csv' : 'json'));
}

function takeList(read: typeof readList): Handler {
  return async ({ roster }, request, response) => {
    const content = await bodyOf(request, MAX_BODY);
    const expected = request.get('If-Match');
    if (expected !== undefined && expected !== tagOf(roster.revision)) {
      throw new Refusal(412, 'changed-meanwhile', 'the meter list has been changed meanwhile');
    }
    await roster.replace(read(content, formatOf(request), roster.list, roster.safe));
    response.set('ETag', tagOf(roster.revision)).json({ meters: roster.list.size });
  };
}

function giveKnown({ directory, roster }: Gateway, _request: Request, response: Response): void {
  const connected = [...directory.meters()].filter(({ link }) => link !== undefined);
  response.json(
    connected.map(({ id, protocol, state, link }) => ({
      ...{ id, protocol, state, remoteAddress: link?.remoteAddress },
      listed: roster.list.find(id) !== undefined,
    })),
  );
}

function forget(gateway: Gateway, request: Request, response: Response): void {
  const id = String(request.params['meter']);
  if (gateway.directory.find(id)?.link) {
    throw new Refusal(409, 'meter-connected', 'the meter is dialled in');
  }
  if (!gateway.forget(id)) throw new Refusal(404, 'unknown-meter', 'there is no such meter');
  response.status(204).end();
}

/** The list of a meter has hundreds of objects, and comes in many blocks. */
const LIST_ANSWER = 30_000;

async function giveObjects(gateway: Gateway, request: Request, response: Response): Promise<void> {
  const meter = gateway.directory.find(String(request.params['meter']));
  const client = meter?.protocol === 'dlms' ? gateway.dlmsClient(meter) : undefined;
  if (!meter || !client) {
    throw new Refusal(
      404,
      'meter-not-connected',
      'there is no such DLMS meter, or it is not connected',
    );
  }
  const options = { priority: 'command', timeout: LIST_ANSWER } as const;
  const objects = await readCatalogue(client, meter.memory, options);
  response.json(
    objects.map(({ classId, obis }) => {
      const { en, zh, tr } = describeObis(obis) ?? NAMELESS;
      return { classId, obis, en, zh, tr };
    }),
  );
}

/** Answers for one gateway; nothing that a handler throws or rejects with leaves it. */
function forGateway(RED: NodeAPI, handle: Handler) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      response.set('Cache-Control', 'no-store');
      const gateway = gatewayWith(RED, String(request.params['id']));
      await gateway.ready;
      await handle(gateway, request, response);
    } catch (thrown) {
      refuse(response, asError(thrown));
    }
  };
}

function gatewayWith(RED: NodeAPI, id: string): Gateway {
  const node = RED.nodes.getNode(id) as GatewayNode | null;
  if (node?.type === 'ivy-gateway' && node.gateway) return node.gateway;
  throw new Refusal(404, 'not-running', 'this gateway does not run: deploy it first');
}

function refuse(response: Response, error: Error): void {
  const { message } = error;
  if (error instanceof MeterListError) {
    const { problems } = error;
    response.status(400).json({ code: 'invalid-list', error: message, problems });
  } else if (error instanceof Refusal) {
    response.status(error.status).json({ code: error.code, error: message });
  } else if (error instanceof Failure) {
    response.status(502).json({ code: error.code, error: message });
  } else if (error instanceof BodyTooLarge) {
    response.status(413).json({ code: 'too-large', error: message });
  } else {
    response.status(500).json({ code: 'storage-failed', error: message });
  }
}

function formatOf(request: Request): ListFormat {
  return formatNamed(request) ?? (request.is('text/csv') ? 'csv' : 'json');
}

/** The format that the path itself names. */
function formatNamed({ path }: Request): ListFormat | undefined {
  if (path.endsWith('.csv')) return 'csv';
  return path.endsWith('.json') ? 'json' : undefined;
}

/** By code points, because half a surrogate pair cannot be encoded. */
function asHeader(text: string): string {
  return encodeURIComponent([...text].slice(0, LONGEST_PROBLEM).join(''));
}

function tagOf(revision: string): string {
  return `"${revision}"`;
}
