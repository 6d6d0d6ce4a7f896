import type { StreamItem } from '../framing';
import { Failure } from './failure';

/** What goes first on a link, most urgent first. */
export const PRIORITIES = ['act', 'command', 'poll', 'back-fill'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Takes from a frame the answer that it waits for; undefined: this frame is something else. */
export type Recognise<Answer> = (item: StreamItem) => Answer | undefined;

/** Sends one request and gives its answer, or fails with `command-timeout`. */
export type Send = <Answer>(
  request: Uint8Array,
  recognise: Recognise<Answer>,
  timeout: number,
) => Promise<Answer>;

interface Waiting {
  readonly start: () => Promise<void>;
  readonly abandon: (failure: Failure) => void;
}

interface Awaited {
  /** Whether the frame is the answer. */
  readonly offer: (item: StreamItem) => boolean;
  readonly abandon: (failure: Failure) => void;
}

/** A request whose time was up before its answer came. */
interface GivenUp {
  readonly recognise: Recognise<unknown>;
  readonly since: number;
}

const MAX_WAITING = 256;
/** How many given-up requests are remembered, so that a late answer is not taken for news. */
const MAX_GIVEN_UP = 8;
/** ms after which nothing that comes answers a given-up request any more: it would hide real news. */
const GIVEN_UP_HOLDS = 60_000;

export type Offered = 'answer' | 'late' | 'unsolicited';

/**
 * The transactions of one link. One runs at a time, and within it one request is in flight, because a
 * meter's line is half duplex and answers carry no name of their own in DLMS.
 */
export class Transactions {
  readonly #write: (octets: Uint8Array) => void;
  readonly #waiting: Record<Priority, Waiting[]> = {
    act: [],
    command: [],
    poll: [],
    'back-fill': [],
  };
  #givenUp: readonly GivenUp[] = [];
  #awaited: Awaited | undefined;
  #running = false;
  #ended: Failure | undefined;

  constructor(write: (octets: Uint8Array) => void) {
    this.#write = write;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return PRIORITIES.reduce((sum, priority) => sum + this.#waiting[priority].length, 0);
  }

  /** Whether the answer to a given-up request may still come. */
  get awaitsLate(): boolean {
    return this.#givenUp.some(mayStillBeAnswered);
  }

  /** Runs `work` alone on the link, when everything more urgent is done. */
  run<Result>(priority: Priority, work: (send: Send) => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (this.waiting >= MAX_WAITING) {
        return reject(
          new Failure('busy', `${MAX_WAITING} requests are waiting for this link already`),
        );
      }
      this.#waiting[priority].push({
        start: async () => {
          try {
            resolve(await work(this.#send));
          } catch (error) {
            reject(error);
          }
        },
        abandon: reject,
      });
      this.#next();
    });
  }

  /** Hands over a received frame and says what it is to us. */
  offer(item: StreamItem): Offered {
    if (this.#awaited?.offer(item)) {
      this.#forgetOvertaken(item);
      return 'answer';
    }
    const late = this.#givenUp.find(
      (request) => mayStillBeAnswered(request) && recognises(request.recognise, item),
    );
    this.#givenUp = this.#givenUp.filter((request) => request !== late);
    return late ? 'late' : 'unsolicited';
  }

  /** The link is gone: all that run or wait fail, and nothing new starts. */
  end(failure: Failure): void {
    this.#ended ??= failure;
    this.#awaited?.abandon(failure);
    for (const priority of PRIORITIES) {
      for (const waiting of this.#waiting[priority].splice(0)) waiting.abandon(failure);
    }
    this.#givenUp = [];
  }

  #next(): void {
    if (this.#running || this.#ended) return;
    const priority = PRIORITIES.find((candidate) => this.#waiting[candidate].length > 0);
    const next = priority && this.#waiting[priority].shift();
    if (!next) return;
    this.#running = true;
    void next.start().finally(() => {
      this.#running = false;
      this.#next();
    });
  }

  readonly #send: Send = <Answer>(
    request: Uint8Array,
    recognise: Recognise<Answer>,
    timeout: number,
  ) =>
    new Promise<Answer>((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (this.#awaited) return reject(new Error('a request is in flight on this link already'));
      const settle = (): void => {
        clearTimeout(timer);
        this.#awaited = undefined;
      };
      const timer = setTimeout(() => {
        settle();
        this.#giveUp(recognise);
        reject(new Failure('command-timeout', `Command timeout after ${timeout}ms`));
      }, timeout).unref();
      this.#awaited = {
        offer: (item) => {
          try {
            const answer = recognise(item);
            if (answer === undefined) return false;
            settle();
            resolve(answer);
          } catch (error) {
            settle();
            reject(error);
          }
          return true;
        },
        abandon: (failure) => {
          settle();
          reject(failure);
        },
      };
      try {
        this.#write(request);
      } catch (error) {
        settle();
        reject(error);
      }
    });

  #giveUp(recognise: Recognise<unknown>): void {
    const since = performance.now();
    this.#givenUp = [...this.#givenUp, { recognise, since }].slice(-MAX_GIVEN_UP);
  }

  /** Meters answer in order: of what was given up before, only the same request may still be answered. */
  #forgetOvertaken(answer: StreamItem): void {
    if (this.#givenUp.length === 0) return;
    this.#givenUp = this.#givenUp.filter(({ recognise }) => recognises(recognise, answer));
  }
}

function mayStillBeAnswered({ since }: GivenUp): boolean {
  return performance.now() - since < GIVEN_UP_HOLDS;
}

/** A late answer may be malformed too: that it is one is all that matters. */
function recognises(recognise: Recognise<unknown>, item: StreamItem): boolean {
  try {
    return recognise(item) !== undefined;
  } catch {
    return true;
  }
}
