import type { NodeAPI } from 'node-red';
import { type Apdu, decodeApdu, decodeWrapper, type Wpdu } from '../../src/dlms';
import { HDLC_FLAG, joinSegments, parseHdlcFrames } from '../../src/dlms/hdlc';
import { FrameStream } from '../../src/framing';
import { onInput } from '../shared/guard';
import { octetsFrom } from '../shared/octets-input';
import { registerNode } from '../shared/register-node';
import { booleanSetting } from '../shared/settings';
import type { IvyDlmsDecodeProps } from './ivy-dlms-decode.props';

const WRAPPER_START = 0x00;

export = (RED: NodeAPI): void => {
  registerNode<IvyDlmsDecodeProps>(RED, 'ivy-dlms-decode', (node, props) => {
    const lenient = booleanSetting('lenient', props.lenient, false);
    onInput(node, (message, send) => {
      const { wrapper: _, ...rest } = message;
      for (const decoded of decode(octetsFrom(message.payload), lenient)) {
        send({ ...RED.util.cloneMessage(rest), ...decoded });
      }
    });
  });
};

interface Decoded {
  readonly payload: Apdu;
  readonly wrapper?: Pick<Wpdu, 'source' | 'destination'>;
}

/** APDUs in wrapper or HDLC frames, or a bare one: none begins with 00H or 7EH, and every frame does. */
function decode(octets: Uint8Array, lenient: boolean): readonly Decoded[] {
  const apduIn = (apdu: Uint8Array): Decoded => ({ payload: decodeApdu(apdu, { lenient }) });
  switch (octets[0]) {
    case HDLC_FLAG:
      return joinSegments(parseHdlcFrames(octets)).map(apduIn);
    case WRAPPER_START:
      return wrapperFramesIn(octets).map((frame) => {
        const { source, destination, payload } = decodeWrapper(frame);
        return { ...apduIn(payload), wrapper: { source, destination } };
      });
    default:
      return [apduIn(octets)];
  }
}

/** The frames of a buffer that holds nothing else; else all of it, for the decoder to say what is wrong. */
function wrapperFramesIn(octets: Uint8Array): readonly Uint8Array[] {
  const stream = new FrameStream({ protocols: ['dlms'] });
  const items = [...stream.push(octets), ...stream.expire()];
  return items.every(({ kind }) => kind === 'wrapper')
    ? items.map((item) => item.octets)
    : [octets];
}
