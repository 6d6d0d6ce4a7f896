import { createHash } from 'node:crypto';

export interface RelayOptions {
  readonly id: string;
  readonly state: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly nonce: string;
}

/** What the help of ivy-command says is signed, for a relay_control. */
export function signedTextOf(meterId: string, options: RelayOptions): string {
  const params = `{"state":"${options.state}"}`;
  const digest = createHash('sha256').update(params).digest('hex');
  const { id, issuedAt, expiresAt, nonce } = options;
  return `ivy-command-1\n${id}\n${meterId}\nrelay_control\n${issuedAt}\n${expiresAt}\n${nonce}\n${digest}`;
}
