import type { NodeAPI } from 'node-red';
import { type Apdu, decodeApdu, decodeWrapper, type Wpdu } from '../../src/dlms';
import { onInput } from '../shared/guard';
import { octetsFrom } from '../shared/octets-input';
import { registerNode } from '../shared/register-node';
import type { IvyDlmsDecodeProps } from './ivy-dlms-decode.props';

export = (RED: NodeAPI): void => {
  registerNode<IvyDlmsDecodeProps>(RED, 'ivy-dlms-decode', (node, { lenient }) => {
    onInput(node, (message, send) => {
      const { apdu, wrapper } = decode(octetsFrom(message.payload), lenient === true);
      message.payload = apdu;
      if (wrapper) message.wrapper = wrapper;
      send(message);
      node.status({});
    });
  });
};

interface Decoded {
  readonly apdu: Apdu;
  readonly wrapper?: Pick<Wpdu, 'source' | 'destination'>;
}

/** An APDU in its wrapper, or bare: no APDU begins with 00H, and every wrapper does. */
function decode(octets: Uint8Array, lenient: boolean): Decoded {
  if (octets[0] !== 0) return { apdu: decodeApdu(octets, { lenient }) };
  const { source, destination, payload } = decodeWrapper(octets);
  return { apdu: decodeApdu(payload, { lenient }), wrapper: { source, destination } };
}
