import type { NodeAPI } from 'node-red';
import {
  type DecodedFrame,
  decodeFrame,
  type Frame,
  PassingAnswers,
  parseFrame,
  tellStandard,
} from '../../src/dlt645';
import { FrameStream } from '../../src/framing';
import { FrameError } from '../../src/octets';
import { dlt645Readings, isMeterId } from '../../src/telemetry';
import { optionalGatewayOf } from '../shared/gateway-node';
import { type Message, onInput, type Send } from '../shared/guard';
import { meterIdOf } from '../shared/meter-message';
import { octetsFrom } from '../shared/octets-input';
import { ownRegisters } from '../shared/own-registers';
import { readingMessages } from '../shared/reading-messages';
import { registerNode } from '../shared/register-node';
import { choiceSetting } from '../shared/settings';
import type { Dlt645DecodeProps } from './dlt645-decode.props';

export = (RED: NodeAPI): void => {
  registerNode<Dlt645DecodeProps>(RED, 'dlt645-decode', (node, props) => {
    const gateway = optionalGatewayOf(RED, props.gateway);
    const edition = choiceSetting('standard', props.standard, 'auto', ['auto', '2007', '1997']);
    const output = choiceSetting('output', props.output, 'single', ['single', 'set']);
    const registers = ownRegisters(props.registers);
    const answers = new PassingAnswers();

    onInput(node, (message, send) => {
      for (const frame of framesIn(octetsFrom(message.payload))) decode(frame, message, send);
    });

    function decode(frame: Frame, message: Message, send: Send): void {
      const standard = edition === 'auto' ? (tellStandard(frame) ?? '2007') : edition;
      const meterId = meterIdOf(message) ?? frame.address;
      const options = { registers: registers[standard].table };
      const emit = (decoded: DecodedFrame): void => {
        const timezone = gateway?.timezoneOf(meterId);
        const currency = gateway?.options.currency ?? '';
        const context = { ts: Date.now(), meterId, via: 'push', timezone, currency } as const;
        const readings = isMeterId(meterId)
          ? dlt645Readings(decoded, context, registers[standard])
          : [];
        const primary = gateway?.primary(readings) ?? readings;
        for (const reading of readingMessages(primary, gateway, output, RED.util.generateId)) {
          send({ ...RED.util.cloneMessage(message), ...reading });
        }
        send([null, { ...RED.util.cloneMessage(message), payload: decoded }]);
      };
      emit(decodeFrame(frame, options));
      const whole = answers.add(meterId, frame, standard, options);
      if (whole) emit(whole);
    }
  });
};

/** The frames in octets that may hold several; where there is none, the error that the octets give. */
function framesIn(octets: Uint8Array): readonly Frame[] {
  const stream = new FrameStream({ protocols: ['dlt645'] });
  const frames = [...stream.push(octets), ...stream.expire()].filter(
    ({ kind }) => kind === 'dlt645',
  );
  if (frames.length === 0) {
    parseFrame(octets);
    throw new FrameError('start', 'no DL/T 645 frame', octets);
  }
  return frames.map((frame) => parseFrame(frame.octets));
}
