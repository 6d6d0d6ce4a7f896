import { FrameError } from '../octets';
import { Recent } from '../recent/recent';
import type { DecodeOptions } from './decode';
import type { DecodedFrame } from './decoded-frame';
import { joinFollowing } from './follow';
import type { Frame } from './frame';
import { functionCode } from './functions';
import type { Standard } from './registers';

/** Answers that are incomplete at the same time, one a meter; the one begun first gives way. */
const MOST_ANSWERS = 256;
/** The first part and those that one octet can count. */
const MOST_PARTS = 256;

/**
 * Joins answers that come in parts (clause 7.2) while they pass by, without having asked for them. An answer
 * of which a part was missed gives nothing; a part that was asked for twice counts once.
 */
export class PassingAnswers {
  readonly #begun = new Recent<Frame[]>(MOST_ANSWERS);

  /** The whole answer, where this frame is its last part; undefined otherwise. */
  add(
    meterId: string,
    frame: Frame,
    standard: Standard,
    options: DecodeOptions,
  ): DecodedFrame | undefined {
    if (!frame.response) return undefined;
    const isPart = !frame.error && frame.function === functionCode(standard, 'read-following');
    const parts = isPart ? this.#begun.get(meterId) : [];
    this.#begun.delete(meterId);
    if (!parts || (!isPart && !frame.followOn)) return undefined;
    // Only in 2007 parts are numbered; without numbers the same octets may be the next part.
    if (standard === '1997' || !isSame(parts.at(-1), frame)) parts.push(frame);
    if (frame.followOn) {
      this.#remember(meterId, parts);
      return undefined;
    }
    return joined(parts, options);
  }

  #remember(meterId: string, parts: Frame[]): void {
    if (parts.length > MOST_PARTS) return;
    this.#begun.set(meterId, parts);
  }
}

function isSame(one: Frame | undefined, other: Frame): boolean {
  return one?.control === other.control && Buffer.compare(one.data, other.data) === 0;
}

function joined(parts: readonly Frame[], options: DecodeOptions): DecodedFrame | undefined {
  try {
    return joinFollowing(parts, options);
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
}
