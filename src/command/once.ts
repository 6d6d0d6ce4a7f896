import { createHash } from 'node:crypto';
import { Failure } from '../link';
import type { ExecutedIds } from '../store';
import type { CommandRequest } from './request';
import { type CommandResponse, failed } from './response';
import { canonicalJson } from './signature';

/** Remembers one order over a restart. */
export interface Note {
  /**
   * Before anything leaves for the meter. `switched`: the meter that it is to switch.
   * @throws StorageError where it would be forgotten; then nothing may leave.
   */
  begin(switched?: string): Promise<void>;
  /** What came of it, and whether anything has left. Nothing can undo that, so it never rejects. */
  finish(response: CommandResponse, hasLeft: boolean): Promise<void>;
}

interface InProgress {
  readonly fingerprint: string;
  readonly answer: Promise<CommandResponse>;
}

/** Orders at work at a time, of all meters; each waits for its meter. */
const MAX_IN_PROGRESS = 10_000;

/** Under one id a meter does one thing, once; whoever comes with it again gets the same answer. */
export class Once {
  readonly #executed: () => ExecutedIds;
  readonly #inProgress = new Map<string, InProgress>();

  /** `executed` throws while there is no store yet. */
  constructor(executed: () => ExecutedIds) {
    this.#executed = executed;
  }

  /** @throws Failure `duplicate` where the id belongs to another order; `busy` where too many are at work. */
  async answer(
    meterId: string,
    request: CommandRequest,
    carryOut: (note: Note) => Promise<CommandResponse>,
  ): Promise<CommandResponse> {
    const key = `${meterId}\n${typeof request.id}\n${request.id}`;
    const fingerprint = fingerprintOf(request);
    const known = this.#inProgress.get(key);
    if (known) {
      expectSame(known.fingerprint, fingerprint);
      return { ...(await known.answer), repeated: true };
    }
    const before = this.#executed().find(key);
    if (before) {
      expectSame(before.fingerprint, fingerprint);
      return { ...answerOf(request, before.answer), repeated: true };
    }
    if (this.#inProgress.size >= MAX_IN_PROGRESS) {
      throw new Failure('busy', `${MAX_IN_PROGRESS} orders are at work already`);
    }
    const answer = carryOut(this.#noteOf(key, fingerprint));
    this.#inProgress.set(key, { fingerprint, answer });
    try {
      return await answer;
    } finally {
      this.#inProgress.delete(key);
    }
  }

  #noteOf(key: string, fingerprint: string): Note {
    let hasBegun = false;
    return {
      begin: async (switched) => {
        await this.#executed().begin(key, fingerprint, switched);
        hasBegun = true;
      },
      finish: async (response, hasLeft) => {
        if (!hasBegun) return;
        await this.#executed()
          .finish(key, response, hasLeft)
          .catch(() => undefined);
      },
    };
  }
}

/** What makes one request another than the next: what is asked, and not who asks or until when. */
function fingerprintOf({ method, params }: CommandRequest): string {
  return createHash('sha256')
    .update(canonicalJson([method, params]))
    .digest('base64url');
}

function expectSame(before: string, now: string): void {
  if (before === now) return;
  throw new Failure('duplicate', 'this id belongs to another command');
}

/** Without an answer it was cut off in the middle: it may have been done. */
function answerOf({ id }: CommandRequest, answer: unknown): CommandResponse {
  if (typeof answer === 'object' && answer !== null) return answer as CommandResponse;
  return failed(id, new Failure('uncertain', 'the gateway ended before the answer came'));
}
