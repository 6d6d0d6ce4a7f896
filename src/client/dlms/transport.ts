import type { Content } from '../../content';
import type { Exchange } from '../../link';

/**
 * Takes the answer out of an APDU's octets; undefined: it is something else. `frame` is the same object
 * whenever the same octets are shown again.
 */
export type TakeAnswer<Answer> = (apdu: Uint8Array, frame: object) => Answer | undefined;

/** An APDU's octets, and what it would do: ciphered or in pieces, its octets do not show that. */
export interface Outgoing {
  readonly apdu: Uint8Array;
  readonly content: Content;
}

/** Carries APDUs to a meter and back. */
export interface Transport {
  /** Makes ready what lies below. @throws Failure */
  open(exchange: Exchange, timeout: number): Promise<void>;
  /** Sends an APDU and gives what `take` makes of an answer. @throws Failure, and what `take` throws. */
  ask<Answer>(
    exchange: Exchange,
    outgoing: Outgoing,
    take: TakeAnswer<Answer>,
    timeout: number,
  ): Promise<Answer>;
  /** Undoes `open`. @throws Failure */
  close(exchange: Exchange, timeout: number): Promise<void>;
  /** Nothing more gets through: it has to be opened anew. */
  readonly isBroken: boolean;
}
