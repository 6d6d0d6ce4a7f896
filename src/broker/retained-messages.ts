import { setImmediate as turn } from 'node:timers/promises';
import type { StoredPacket } from './aedes-undeclared';

/** Comparisons of a topic with a filter before others get a turn: about a millisecond's worth. */
const COMPARISONS_A_TURN = 10_000;

/**
 * The last retained message of each topic (MQTT 3.1.1 clause 3.3.1.3), up to `limit` topics.
 *
 * aedes' own memory compares every message with every filter in one go: with 20,000 meters' states, a
 * client that subscribes to 1,000 topics stops everybody for nine seconds.
 */
export class RetainedMessages {
  readonly #limit: number;
  readonly #messages = new Map<string, StoredPacket>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Keeps the message in place of the topic's last; an empty payload clears the topic. */
  store(message: StoredPacket): void {
    const { topic, payload } = message;
    if (payload.length === 0) {
      this.#messages.delete(topic);
    } else if (this.#messages.has(topic) || this.#messages.size < this.#limit) {
      this.#messages.set(topic, ownCopy(message));
    }
  }

  /** The messages that match any of the filters, each once. */
  async *matching(filters: readonly string[]): AsyncGenerator<StoredPacket, void, void> {
    const topics = new Set(filters.filter((filter) => !/[+#]/.test(filter)));
    for (const topic of topics) {
      const message = this.#messages.get(topic);
      if (message !== undefined) yield message;
    }
    const patterns = filters.filter((filter) => /[+#]/.test(filter)).map(levelsOf);
    if (patterns.length === 0) return;
    let comparisons = 0;
    for (const [topic, message] of this.#messages) {
      comparisons += patterns.length;
      if (comparisons > COMPARISONS_A_TURN) {
        comparisons = 0;
        await turn();
      }
      const levels = levelsOf(topic);
      if (topics.has(topic) || !patterns.some((pattern) => matches(pattern, levels))) continue;
      yield message;
    }
  }
}

const levelsOf = (text: string): readonly string[] => text.split('/');

/** MQTT 3.1.1 clause 4.7.1; `#` also stands for no level at all. */
function matches(pattern: readonly string[], topic: readonly string[]): boolean {
  for (const [index, level] of pattern.entries()) {
    if (level === '#') return true;
    if (index >= topic.length || (level !== '+' && level !== topic[index])) return false;
  }
  return pattern.length === topic.length;
}

/** A payload is a window on 64 KiB as they were read from the socket, all of which it would keep alive. */
export function ownCopy(packet: StoredPacket): StoredPacket {
  return Object.assign(Object.create(Object.getPrototypeOf(packet)), packet, {
    payload: Buffer.from(packet.payload),
  });
}
