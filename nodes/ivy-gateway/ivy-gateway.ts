import type { NodeAPI } from 'node-red';
import { DEFAULT_ADDRESSES } from '../../src/client';
import { Gateway } from '../../src/gateway';
import { DEFAULT_PREFIX, TimeZone } from '../../src/telemetry';
import type { GatewayNode } from '../shared/gateway-node';
import { registerNode } from '../shared/register-node';
import {
  booleanSetting,
  choiceSetting,
  numberSetting,
  patternSetting,
  SettingError,
  textSetting,
} from '../shared/settings';
import type { IvyGatewayProps } from './ivy-gateway.props';

export = (RED: NodeAPI): void => {
  registerNode<IvyGatewayProps>(RED, 'ivy-gateway', (node: GatewayNode, props) => {
    const gateway = new Gateway({
      id: patternSetting(
        'GATEWAY_ID',
        props.gatewayId,
        'gateway',
        /^[0-9A-Za-z_-]{1,32}$/,
        '1 to 32 letters, digits, - or _',
      ),
      topicPrefix: patternSetting(
        'MQTT_TOPIC_PREFIX',
        props.topicPrefix,
        DEFAULT_PREFIX,
        /^[^+#/\0]+(\/[^+#/\0]+)*$/,
        'a topic without +, # and empty levels',
      ),
      identifyTimeout: numberSetting('IDENTIFY_TIMEOUT', props.identifyTimeout, 30_000, {
        min: 1_000,
        max: 3_600_000,
      }),
      zeroAddress: choiceSetting('HEARTBEAT_ZERO_ADDRESS_ACTION', props.zeroAddress, 'accept', [
        'accept',
        'use_ip',
      ]),
      timezone: timezoneSetting(props.timezone),
      currency: textSetting(props.currency, ''),
      dlms: {
        enabled: booleanSetting('DLMS_ENABLED', props.dlmsEnabled, true),
        client: wPort('DLMS_CLIENT_ADDRESS', props.dlmsClientAddress, DEFAULT_ADDRESSES.client),
        server: wPort('DLMS_SERVER_ADDRESS', props.dlmsServerAddress, DEFAULT_ADDRESSES.server),
        ivy: wPort('DLMS_IVY_DESTINATION', props.dlmsIvyDestination, DEFAULT_ADDRESSES.ivy),
      },
    });
    node.gateway = gateway;
    node.on('close', (done: () => void) => {
      gateway.close();
      done();
    });
  });
};

function wPort(name: string, value: string, fallback: number): number {
  return numberSetting(name, value, fallback, { min: 0, max: 0xffff });
}

function timezoneSetting(value: string): TimeZone | undefined {
  const name = textSetting(value, '');
  if (name === '') return undefined;
  try {
    return new TimeZone(name);
  } catch {
    throw new SettingError(`METER_TIMEZONE: "${name}" is no time zone like Asia/Shanghai`);
  }
}
