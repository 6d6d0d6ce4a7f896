import type { NodeAPI } from 'node-red';
import { parseHeartbeat } from '../../src/ivy';
import { fromHex, toHex } from '../../src/octets';
import { onInput } from '../shared/guard';
import { octetsFrom } from '../shared/octets-input';
import { registerNode } from '../shared/register-node';
import { booleanSetting, SettingError, textSetting } from '../shared/settings';
import type { HeartbeatProps } from './heartbeat.props';

export = (RED: NodeAPI): void => {
  registerNode<HeartbeatProps>(RED, 'heartbeat', (node, props) => {
    const acknowledgement = acknowledgementOf(props);
    onInput(node, (message, send) => {
      const { meterId, trailer } = parseHeartbeat(octetsFrom(message.payload));
      const record = { ts: Date.now(), meterId, trailer: toHex(trailer) };
      const reply = acknowledgement && {
        payload: Buffer.from(acknowledgement),
        meter: message.meter,
        expect: false,
      };
      message.payload = record;
      send([message, reply]);
    });
  });
};

function acknowledgementOf({ ack, ackPayload }: HeartbeatProps): Uint8Array | undefined {
  if (!booleanSetting('HEARTBEAT_ACK_ENABLED', ack, false)) return undefined;
  const payload = textSetting(ackPayload, '');
  try {
    const octets = fromHex(payload);
    if (octets.length > 0) return octets;
  } catch (error) {
    throw new SettingError(`HEARTBEAT_ACK_PAYLOAD: ${(error as Error).message}`);
  }
  throw new SettingError('HEARTBEAT_ACK_PAYLOAD: needed, because no meter is known to want one');
}
