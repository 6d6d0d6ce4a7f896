import type { NodeAPI } from 'node-red';
import { DEFAULT_ADDRESSES } from '../../src/client';
import { Gateway, type GatewayOptions } from '../../src/gateway';
import { DEFAULT_PREFIX, TimeZone } from '../../src/telemetry';
import type { GatewayNode } from '../shared/gateway-node';
import { carryOver } from '../shared/parked';
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
import { serveObis } from './serve-obis';

export = (RED: NodeAPI): void => {
  serveObis(RED);
  /** Two gateways of one id would publish each other's status, and share a store. */
  const idsInUse = new Set<string>();

  registerNode<IvyGatewayProps>(RED, 'ivy-gateway', (node: GatewayNode, props) => {
    const id = idSetting(props.gatewayId);
    const options: GatewayOptions = {
      id,
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
    };
    if (idsInUse.has(id)) {
      throw new SettingError(`GATEWAY_ID: "${id}" is the id of another ivy-gateway`);
    }
    idsInUse.add(id);
    node.on('close', () => idsInUse.delete(id));
    node.gateway = carryOver(RED, node, {
      kind: Gateway,
      configure: (parked) => parked.configure(options),
      create: () => new Gateway(options),
    });
  });
};

function idSetting(value: string): string {
  const expected = '1 to 32 letters, digits, - or _';
  return patternSetting('GATEWAY_ID', value, 'gateway', /^[0-9A-Za-z_-]{1,32}$/, expected);
}

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
