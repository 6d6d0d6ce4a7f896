import type { Apdu, PlainApdu } from '../apdu/apdu';
import { isCiphered } from '../apdu/ciphered';
import { BlockGatherer } from './blocks';
import { type FramedApdu, Unframer } from './frames';
import { ProtectedSenders, type ProtectedSendersOptions, type Sender } from './protected-senders';

/** A decoded APDU, and what the frame around it said. */
export interface ReceivedApdu extends Omit<FramedApdu, 'octets'> {
  readonly apdu: Apdu;
  /** It came in an envelope that was opened. */
  readonly isDeciphered: boolean;
}

/**
 * Decodes what comes from many meters: takes frames off, joins HDLC segments and the blocks of long answers,
 * and opens what is ciphered. Everything that is remembered is bounded.
 */
export class ApduReceiver {
  readonly #unframer = new Unframer();
  readonly #blocks = new BlockGatherer();
  readonly #senders: ProtectedSenders;

  constructor(options: ProtectedSendersOptions) {
    this.#senders = new ProtectedSenders(options);
  }

  /**
   * The APDUs in these octets, in order; behind the last block of a long answer, the whole answer.
   * @throws SecurityError where one is not to be trusted, FrameError where it cannot be read; those before
   * have been given.
   */
  *receive(octets: Uint8Array, sender: Sender): Generator<ReceivedApdu> {
    for (const { octets: apdu, ...frame } of this.#unframer.apdusIn(octets, sender.link)) {
      yield* this.decode(apdu, frame, sender);
    }
  }

  private *decode(
    octets: Uint8Array,
    frame: Omit<FramedApdu, 'octets'>,
    sender: Sender,
  ): Generator<ReceivedApdu> {
    const apdu = this.#senders.decode(octets, sender);
    const isDeciphered = isCiphered(apdu) && apdu.decrypted !== undefined;
    yield { apdu, isDeciphered, ...frame };
    const plain = plainIn(apdu);
    const joined = plain && this.#blocks.add(plain, sender.meterId ?? sender.link);
    if (!joined) return;
    if ('apdu' in joined) yield { apdu: joined.apdu, isDeciphered, ...frame };
    else yield* this.decode(joined.octets, frame, sender);
  }
}

/** What is in all the envelopes; `undefined` where one was not opened. */
function plainIn(apdu: Apdu): PlainApdu | undefined {
  if (!isCiphered(apdu)) return apdu;
  return apdu.decrypted && plainIn(apdu.decrypted);
}
