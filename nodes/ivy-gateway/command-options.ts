import { type CommandOptions, DEFAULT_COMMAND_OPTIONS, parseExceptions } from '../../src/command';
import {
  booleanSetting,
  choiceSetting,
  numberSetting,
  patternSetting,
  SettingError,
  textSetting,
} from '../shared/settings';
import type { IvyGatewayCredentials, IvyGatewayProps } from './ivy-gateway.props';

const DEFAULTS = DEFAULT_COMMAND_OPTIONS;

/**
 * What may be ordered of the meters of a gateway.
 * @throws SettingError that names the setting that cannot be read.
 */
export function commandOptions(
  credentials: IvyGatewayCredentials | undefined,
  props: IvyGatewayProps,
): CommandOptions {
  return {
    writeControl: choiceSetting('WRITE_CONTROL', props.writeControl, DEFAULTS.writeControl, [
      'off',
      'write-topic',
      'both',
    ]),
    relayControl: choiceSetting('RELAY_CONTROL', props.relayControl, DEFAULTS.relayControl, [
      'off',
      'relay-topic',
      'both',
    ]),
    actsPerMinute: limit('actsPerMinute', props.actsPerMinute, DEFAULTS.actsPerMinute, 10_000),
    actsPerHour: limit('actsPerHour', props.actsPerHour, DEFAULTS.actsPerHour, 100_000),
    coolDown: limit('coolDown', props.coolDown, DEFAULTS.coolDown, 86_400_000),
    maxCloseCurrent: limit('maxCloseCurrent', props.maxCloseCurrent, 0, 10_000),
    requireExpiry: booleanSetting('requireExpiry', props.requireExpiry, DEFAULTS.requireExpiry),
    commandSecret: textSetting(credentials?.commandSecret, ''),
    exceptions: exceptionsSetting(props.exceptions),
    meterPassword: passwordSetting(credentials?.meterPassword),
    operatorCode: patternSetting(
      'METER_OPERATOR_CODE',
      props.operatorCode,
      DEFAULTS.operatorCode,
      /^\d{8}$/,
      'eight digits',
    ),
  };
}

/** What it is stays out of the log. */
function passwordSetting(value: string | undefined): string {
  const password = textSetting(value, DEFAULTS.meterPassword);
  if (/^\d{8}$/.test(password)) return password;
  throw new SettingError('METER_PASSWORD: not two digits of level and six of password');
}

function limit(name: string, value: string, fallback: number, max: number): number {
  return numberSetting(name, value, fallback, { min: 0, max });
}

function exceptionsSetting(value: string): CommandOptions['exceptions'] {
  try {
    return parseExceptions(textSetting(value, ''));
  } catch (error) {
    throw new SettingError(`exceptions: ${(error as Error).message}`);
  }
}
