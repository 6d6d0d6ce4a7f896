import { DLT645_REGISTERS, type OwnRegister, withOwnRegisters } from '../../src/telemetry';
import type { OwnRegisterProps } from './own-registers.props';
import { booleanSetting, patternSetting, SettingError, textSetting } from './settings';

/**
 * The registers of both editions with those that the user has listed in a dialog.
 * @throws SettingError that names the line.
 */
export function ownRegisters(
  lines: readonly Partial<OwnRegisterProps>[] = [],
): typeof DLT645_REGISTERS {
  const own = lines.map(ownRegister).filter(({ di }) => di !== '');
  try {
    return own.length === 0 ? DLT645_REGISTERS : withOwnRegisters(own);
  } catch (error) {
    if (error instanceof RangeError) throw new SettingError(`registers: ${error.message}`);
    throw error;
  }
}

function ownRegister(line: Partial<OwnRegisterProps>, index: number): OwnRegister {
  const where = `registers, line ${index + 1}`;
  const name = textSetting(line.name, '');
  const unit = textSetting(line.unit, '');
  const format = textSetting(line.format, '');
  const key = patternSetting(where, line.key, '', /^\w{1,64}$/, 'a key of letters, digits and _');
  const signed = textSetting(line.signed, '');
  return {
    di: textSetting(line.di, '').toUpperCase(),
    ...(name && { name }),
    ...(key && { key }),
    ...(unit && { unit }),
    ...(format && { format }),
    ...(signed && { signed: booleanSetting(where, signed, false) }),
  };
}
