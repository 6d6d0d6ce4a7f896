import {
  attributeList,
  type ObisOverride,
  ObisOverrides,
  type PushTemplate,
  PushTemplates,
} from '../../src/telemetry';
import { patternSetting, rowsSetting, SettingError, textSetting } from '../shared/settings';
import type { OverrideRow, TemplateRow } from './obis-map.props';

/** @throws SettingError that names the line which cannot be read. */
export function overridesIn(rows: unknown): ObisOverrides {
  const overrides = rowsSetting<OverrideRow>('overrides', rows)
    .map((row, index) => overrideIn(row, `overrides, line ${index + 1}`))
    .filter(({ obis }) => obis !== '');
  return readable('overrides', () => new ObisOverrides(overrides));
}

/** @throws SettingError that names the line which cannot be read. */
export function templatesIn(rows: unknown): PushTemplates {
  const templates = rowsSetting<TemplateRow>('templates', rows).map((row, index): PushTemplate => {
    const attributes = textSetting(row.attributes, '');
    return {
      model: textSetting(row.model, ''),
      objects: readable(`templates, line ${index + 1}`, () => attributeList(attributes)),
    };
  });
  return new PushTemplates(templates.filter(({ objects }) => objects.length > 0));
}

function overrideIn(row: Partial<OverrideRow>, where: string): ObisOverride {
  const scaler = patternSetting(where, row.scaler, '', /^-?\d{1,2}$/, 'a power of ten');
  const unit = textSetting(row.unit, '');
  return {
    model: textSetting(row.model, ''),
    obis: textSetting(row.obis, ''),
    register: patternSetting(
      where,
      row.register,
      '',
      /^\w{1,64}$/,
      'a key of letters, digits and _',
    ),
    ...(unit && { unit }),
    ...(scaler && { scaler: Number(scaler) }),
  };
}

function readable<Result>(where: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new SettingError(`${where}: ${(error as Error).message}`);
  }
}
