import { fromHex } from '../../src/octets';
import { SettingError, textSetting } from './settings';

/**
 * Octets of a credential in hex digits; `undefined` where it is empty.
 * @throws SettingError that names the credential and never shows its value.
 */
export function octetsSetting(name: string, value: string | undefined): Uint8Array | undefined {
  const text = textSetting(value, '');
  if (text === '') return undefined;
  try {
    return fromHex(text);
  } catch {
    throw new SettingError(`${name} is not pairs of hex digits`);
  }
}
