import { clientAddress, serverAddress } from '../hdlc/address';
import { encodeHdlcFrame } from '../hdlc/frame';
import { DEFAULT_PARAMETERS } from '../hdlc/parameters';
import { LLC_COMMAND } from '../hdlc/segments';
import { encodeWrapper } from '../wrapper';

/** What goes around an APDU on its way to a meter. */
export type Framing =
  | { readonly kind: 'bare' }
  | { readonly kind: 'wrapper'; readonly source: number; readonly destination: number }
  | {
      readonly kind: 'hdlc';
      /** The client's SAP. */
      readonly source: number;
      /** The logical device. */
      readonly destination: number;
      readonly physicalDevice?: number;
      /** N(S) of the first frame, and N(R): the conversation's, which nobody here follows. */
      readonly send?: number;
      readonly receive?: number;
    };

/**
 * The frames of an APDU: one, but for HDLC as many as segments of 128 octets need, each to be sent when the
 * one before is acknowledged.
 * @throws RangeError where an address does not fit.
 */
export function enframe(apdu: Uint8Array, framing: Framing): readonly Uint8Array[] {
  switch (framing.kind) {
    case 'bare':
      return [apdu];
    case 'wrapper': {
      const { source, destination } = framing;
      return [encodeWrapper({ source, destination, payload: apdu })];
    }
    case 'hdlc':
      return hdlcFrames(apdu, framing);
  }
}

function hdlcFrames(
  apdu: Uint8Array,
  framing: Extract<Framing, { readonly kind: 'hdlc' }>,
): readonly Uint8Array[] {
  const { source, destination, physicalDevice, send = 0, receive = 0 } = framing;
  const size = DEFAULT_PARAMETERS.maxInformationTransmit;
  const message = Uint8Array.of(...LLC_COMMAND, ...apdu);
  const count = Math.ceil(message.length / size);
  return Array.from({ length: count }, (_, index) =>
    encodeHdlcFrame({
      destination: serverAddress(destination, physicalDevice),
      source: clientAddress(source),
      control: { kind: 'I', send: (send + index) % 8, receive, pollFinal: true },
      segmented: index < count - 1,
      information: message.subarray(index * size, (index + 1) * size),
    }),
  );
}
