import { join } from 'node:path';
import type { NodeAPI } from 'node-red';
import { DEFAULT_ADDRESSES } from '../../src/client';
import type { GatewayOptions } from '../../src/gateway';
import { GENERIC } from '../../src/profiles';
import { DEFAULT_PREFIX, TimeZone } from '../../src/telemetry';
import {
  booleanSetting,
  choiceSetting,
  numberSetting,
  patternSetting,
  SettingError,
  textSetting,
} from '../shared/settings';
import { commandOptions } from './command-options';
import type { IvyGatewayCredentials, IvyGatewayProps } from './ivy-gateway.props';

const PROFILE_NAME = 'the name of a profile: letters, digits, _, . and -';

/**
 * What a dialog or the environment says of a gateway.
 * @throws SettingError that names the setting that cannot be read.
 */
export function gatewayOptions(
  RED: NodeAPI,
  credentials: IvyGatewayCredentials | undefined,
  props: IvyGatewayProps,
): Omit<GatewayOptions, 'log'> {
  const id = idSetting(props.gatewayId);
  return {
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
    meterPolicy: choiceSetting('METER_POLICY', props.meterPolicy, 'auto', [
      'auto',
      'list',
      'reject',
    ]),
    folder: folderOf(RED, id),
    secret: textSetting(credentials?.secret, ''),
    timezone: timezoneSetting(props.timezone),
    profile: patternSetting('profile', props.profile, GENERIC, /^[\w.-]{1,64}$/, PROFILE_NAME),
    currency: textSetting(props.currency, ''),
    clockLimit: 1_000 * numberSetting('clockLimit', props.clockLimit, 60, { min: 0, max: 86_400 }),
    commands: commandOptions(credentials, props),
    dlms: {
      enabled: booleanSetting('DLMS_ENABLED', props.dlmsEnabled, true),
      client: wPort('DLMS_CLIENT_ADDRESS', props.dlmsClientAddress, DEFAULT_ADDRESSES.client),
      server: wPort('DLMS_SERVER_ADDRESS', props.dlmsServerAddress, DEFAULT_ADDRESSES.server),
      ivy: wPort('DLMS_IVY_DESTINATION', props.dlmsIvyDestination, DEFAULT_ADDRESSES.ivy),
    },
  };
}

function idSetting(value: string): string {
  const expected = '1 to 32 letters, digits, - or _';
  return patternSetting('GATEWAY_ID', value, 'gateway', /^[0-9A-Za-z_-]{1,32}$/, expected);
}

/** Where a gateway keeps what is its own; none in a Node-RED without a user folder. */
function folderOf(RED: NodeAPI, id: string): string | undefined {
  const { userDir } = RED.settings;
  return userDir ? join(userDir, 'ivy-gateway', id) : undefined;
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
