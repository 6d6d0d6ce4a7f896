import { createHash } from 'node:crypto';
import type { InvocationCounters, KeyRole, SecurityKeys } from '../security';

/** Where the highest invocation counters of senders outlast the process, by names that tell nothing of keys. */
export interface CounterMemory {
  get(name: string): number | undefined;
  /** Never lowers it. */
  hear(name: string, counter: number): void;
}

/** A wrapped key comes anew each time: what its sender counts under is the master key. */
const KEY_OF_ROLE: Readonly<Record<KeyRole, keyof SecurityKeys>> = {
  unicast: 'encryptionKey',
  broadcast: 'broadcastKey',
  dedicated: 'dedicatedKey',
  wrapped: 'masterKey',
};
const ROLES = Object.keys(KEY_OF_ROLE) as readonly KeyRole[];

/** What one sender has said under its keys, kept where it outlasts the process. */
export class SenderCounters {
  readonly #memory: CounterMemory;
  readonly #names: ReadonlyMap<KeyRole, string>;

  constructor(memory: CounterMemory, systemTitle: Uint8Array, keys: SecurityKeys) {
    this.#memory = memory;
    this.#names = new Map(
      ROLES.flatMap((role) => {
        const key = keys[KEY_OF_ROLE[role]];
        return key ? [[role, nameOf(role, systemTitle, key)] as const] : [];
      }),
    );
  }

  /** As far as it was ever heard. */
  counters(): InvocationCounters {
    const entries = [...this.#names].map(([role, name]) => [role, this.#memory.get(name)] as const);
    return Object.fromEntries(entries.filter(([, counter]) => counter !== undefined));
  }

  keep(counters: InvocationCounters): void {
    for (const [role, name] of this.#names) {
      const counter = counters[role];
      if (counter !== undefined) this.#memory.hear(name, counter);
    }
  }
}

/** Under another key, or another title, counters begin anew. */
function nameOf(role: KeyRole, systemTitle: Uint8Array, key: Uint8Array): string {
  const digest = createHash('sha256').update(`heard ${role}`).update(systemTitle).update(key);
  return digest.digest('hex').slice(0, 32);
}
