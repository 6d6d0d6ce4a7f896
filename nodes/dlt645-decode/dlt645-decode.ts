import type { NodeAPI } from 'node-red';
import { type DecodedFrame, decodeFrame, type Standard } from '../../src/dlt645';
import { FrameStream } from '../../src/framing';
import { FrameError } from '../../src/octets';
import { DEFAULT_PREFIX, dlt645Readings, isMeterId } from '../../src/telemetry';
import { optionalGatewayOf } from '../shared/gateway-node';
import { onInput } from '../shared/guard';
import { meterIdOf } from '../shared/meter-message';
import { octetsFrom } from '../shared/octets-input';
import { readingMessages } from '../shared/reading-messages';
import { registerNode } from '../shared/register-node';
import { choiceSetting } from '../shared/settings';
import type { Dlt645DecodeProps } from './dlt645-decode.props';

/** Functions that only one of the standards has; what both have is taken for 2007. */
const ONLY_1997 = new Set([0x01, 0x02, 0x04, 0x0a, 0x0c, 0x0f, 0x10]);

export = (RED: NodeAPI): void => {
  registerNode<Dlt645DecodeProps>(RED, 'dlt645-decode', (node, props) => {
    const gateway = optionalGatewayOf(RED, props.gateway);
    const prefix = gateway?.options.topicPrefix ?? DEFAULT_PREFIX;
    const standard = choiceSetting('standard', props.standard, 'auto', ['auto', '2007', '1997']);
    const output = choiceSetting('output', props.output, 'single', ['single', 'set']);

    onInput(node, (message, send) => {
      const octets = octetsFrom(message.payload);
      for (const decoded of framesIn(octets, standard)) {
        const { frame } = decoded;
        const meterId = meterIdOf(message) ?? frame.address;
        const context = {
          ts: Date.now(),
          meterId,
          via: 'push',
          timezone: gateway?.options.timezone,
        } as const;
        const readings = isMeterId(meterId) ? dlt645Readings(frame, context, decoded.standard) : [];
        for (const reading of readingMessages(readings, prefix, output, RED.util.generateId)) {
          send({ ...RED.util.cloneMessage(message), ...reading });
        }
        send([null, { ...RED.util.cloneMessage(message), payload: frame }]);
      }
    });
  });
};

interface Decoded {
  readonly frame: DecodedFrame;
  readonly standard: Standard;
}

/** The frames in octets that may hold several; where there is none, the error that the octets give. */
function framesIn(octets: Uint8Array, standard: 'auto' | Standard): readonly Decoded[] {
  const stream = new FrameStream({ protocols: ['dlt645'] });
  const frames = [...stream.push(octets), ...stream.expire()].filter(
    ({ kind }) => kind === 'dlt645',
  );
  if (frames.length === 0) {
    decodeFrame(octets);
    throw new FrameError('start', 'no DL/T 645 frame', octets);
  }
  return frames.map((frame) => decode(frame.octets, standard));
}

function decode(octets: Uint8Array, wanted: 'auto' | Standard): Decoded {
  const frame = decodeFrame(octets, { standard: wanted === '1997' ? '1997' : '2007' });
  if (wanted !== 'auto') return { frame, standard: wanted };
  return ONLY_1997.has(frame.function)
    ? { frame: decodeFrame(octets, { standard: '1997' }), standard: '1997' }
    : { frame, standard: '2007' };
}
