import type { ProfileBook } from '../../src/profiles';
import type { ObisOverrides } from '../../src/telemetry';

/** A node's words on objects: polls and commands go by them too, over a deploy until the node is there again. */
export class LentWords {
  readonly #nodeId: string;
  readonly #profiles: ProfileBook;
  #takeBack: () => void;

  constructor(nodeId: string, profiles: ProfileBook, words: ObisOverrides) {
    this.#nodeId = nodeId;
    this.#profiles = profiles;
    this.#takeBack = profiles.useWords(nodeId, words);
  }

  /** Lends other words in their place; false where they are for another gateway. */
  renew(profiles: ProfileBook, words: ObisOverrides): boolean {
    if (profiles !== this.#profiles) return false;
    this.#takeBack = profiles.useWords(this.#nodeId, words);
    return true;
  }

  close(): void {
    this.#takeBack();
  }
}
