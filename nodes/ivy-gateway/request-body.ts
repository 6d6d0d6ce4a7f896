import type { Request } from 'express';

export class BodyTooLarge extends Error {}

/**
 * What a request brings: parsed where Node-RED has parsed it already, as it does with `application/json`, else
 * as text.
 * @throws BodyTooLarge beyond `limit` octets, TypeError for what is not UTF-8.
 */
export async function bodyOf(request: Request, limit: number): Promise<unknown> {
  if (request.readableEnded) return request.body;
  const tooLarge = new BodyTooLarge(`more than ${limit} octets`);
  if (Number(request.get('Content-Length')) > limit) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw tooLarge;
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
