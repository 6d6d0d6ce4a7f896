import { decodeWrapper } from '../../dlms';
import type { Explanation } from '../explanation';
import { leaf, sequence, u16 } from '../parts';
import { walkOver } from '../walk';
import { type ApduContext, explainApduIn } from './explain-apdu';

const HEADER = sequence(
  leaf('version', u16),
  leaf('source wPort', u16, portText),
  leaf('destination wPort', u16, portText),
  leaf('length', u16, (length) => `${length} octets follow`),
);

/** A wrapper frame explained. @throws FrameError as `decodeWrapper` does. */
export function explainWrapper(octets: Uint8Array, context: ApduContext): Explanation {
  const { payload: _, ...header } = decodeWrapper(octets);
  const walk = walkOver(octets);
  HEADER(walk);
  const { summary, decoded, ...content } = explainApduIn(walk.deeper(), context);
  return {
    kind: 'wrapper',
    summary: `wrapper from ${header.source} to ${header.destination}: ${summary}`,
    fields: walk.fields,
    decoded: { type: 'wpdu', ...header, ...(decoded && { apdu: decoded }) },
    ...content,
  };
}

function portText(port: number): string {
  const name = PORTS[port];
  return name === undefined ? `${port}` : `${port} ${name}`;
}

/** Logical devices and clients are numbered alike (IEC 62056-4-7). */
const PORTS: Readonly<Record<number, string>> = {
  0: 'no station',
  1: 'management',
  16: 'public client',
};
