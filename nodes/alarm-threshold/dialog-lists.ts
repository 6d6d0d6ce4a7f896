import {
  ALL_PRESETS,
  type AlarmRule,
  type OverrideText,
  overridesFrom,
  type RuleText,
  rulesFrom,
} from '../../src/alarm';
import { rowsSetting, SettingError, textSetting } from '../shared/settings';

/** @throws SettingError that names the line which cannot be read. */
export function rulesIn(rows: unknown): readonly AlarmRule[] {
  const texts = rowsSetting<RuleText>('rules', rows).map(
    (row): RuleText => ({ name: '', condition: '', ...trimmed(row) }),
  );
  return readable('rules', () => rulesFrom(texts.length > 0 ? texts : ALL_PRESETS));
}

/** @throws SettingError that names the line which cannot be read. */
export function overridesIn(rows: unknown, rules: readonly AlarmRule[]) {
  const texts = rowsSetting<OverrideText>('overrides', rows).map(
    (row): OverrideText => ({ rule: '', meters: '', limit: '', ...trimmed(row) }),
  );
  return readable('overrides', () => overridesFrom(texts, rules));
}

function trimmed<Row extends object>(row: Row): { [Name in keyof Row]: string } {
  const texts = Object.entries(row ?? {}).map(([name, value]) => [name, textSetting(value, '')]);
  return Object.fromEntries(texts);
}

function readable<Result>(where: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new SettingError(`${where}, ${(error as Error).message}`);
  }
}
