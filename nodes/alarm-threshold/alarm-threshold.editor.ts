import type { EditorNodeInstance, EditorNodeProperties, EditorRED } from 'node-red';
import { ALL_PRESETS, type Family, PRESETS } from '../../src/alarm/presets';
import { CONDITIONS } from '../../src/alarm/rule';
import { overridesFrom, rulesFrom } from '../../src/alarm/rule-text';
import { addDialogStyle } from '../shared/dialog.editor';
import { type Column, editRows, rowsIn } from '../shared/row-list.editor';
import { labelsOf, text } from '../shared/texts.editor';
import { readableList } from '../shared/validators.editor';
import type { AlarmThresholdProps, OverrideRow, RuleRow } from './alarm-threshold.props';

declare const RED: EditorRED;

const TYPE = 'alarm-threshold';
const OUTPUTS = ['raised', 'cleared', 'evaluations', 'answers'];
const SEVERITIES = ['warning', 'critical', 'info'];
const FAMILIES = Object.keys(PRESETS) as Family[];
const label = labelsOf(TYPE);

function choices(property: string, values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    values.map((value) => [value, text(TYPE, `choice.${property}.${value}`)]),
  );
}

function ruleColumns(): readonly Column<RuleRow>[] {
  return [
    { property: 'name', width: 32, label: label('rule') },
    {
      property: 'condition',
      width: 32,
      label: label('condition'),
      choices: choices('condition', CONDITIONS),
    },
    {
      property: 'severity',
      width: 32,
      label: label('severity'),
      choices: choices('severity', SEVERITIES),
    },
    { property: 'registers', width: 98, label: label('registers') },
    { property: 'limit', width: 32, label: label('limit') },
    { property: 'clear', width: 32, label: label('clear') },
    { property: 'floor', width: 20, label: label('floor') },
    { property: 'unit', width: 12, label: label('unit') },
    { property: 'raiseAfter', width: 24, label: label('raiseAfter') },
    { property: 'clearAfter', width: 24, label: label('clearAfter') },
    {
      property: 'latch',
      width: 24,
      label: label('latch'),
      choices: choices('latch', ['false', 'true']),
    },
    { property: 'hours', width: 24, label: label('hours') },
  ];
}

function overrideColumns(): readonly Column<OverrideRow>[] {
  return [
    { property: 'rule', width: 30, label: label('rule') },
    { property: 'meters', width: 30, label: label('meters') },
    { property: 'limit', width: 18, label: label('otherLimit') },
    { property: 'clear', width: 18, label: label('clear') },
  ];
}

/** Rows without what is empty, as the presets are written. */
function withoutEmpty<Row extends object>(rows: readonly Row[]): Row[] {
  return rows.map(
    (row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')) as Row,
  );
}

function rulesOf(node: EditorNodeInstance) {
  const { rules } = node as EditorNodeInstance<AlarmThresholdProps & EditorNodeProperties>;
  return rulesFrom(rules.length > 0 ? rules : ALL_PRESETS);
}

addDialogStyle();

RED.nodes.registerType<AlarmThresholdProps & EditorNodeProperties>('alarm-threshold', {
  category: 'ivy gateway',
  color: '#D9B26F',
  icon: 'alarm-threshold.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
    rules: {
      value: [...ALL_PRESETS] as RuleRow[],
      label: label('rules'),
      validate: readableList(rulesFrom),
    },
    overrides: {
      value: [],
      label: label('overrides'),
      validate: readableList<OverrideRow>((rows, node) => overridesFrom(rows, rulesOf(node))),
    },
  },
  inputs: 1,
  outputs: 4,
  paletteLabel() {
    return this._('alarm-threshold.name');
  },
  label() {
    return this.name || this._('alarm-threshold.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('alarm-threshold.port.input');
  },
  outputLabels(index) {
    return this._(`alarm-threshold.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    const rules = $('#node-input-rules-list');
    editRows(rules, ruleColumns(), this.rules);
    editRows($('#node-input-overrides-list'), overrideColumns(), this.overrides);
    const families = Object.entries(choices('presets', ['none', ...FAMILIES, 'all']));
    const presets = $('#node-input-presets');
    presets.append(families.map(([value, name]) => $('<option>').val(value).text(name)));
    presets.val('none').on('change', () => {
      const family = String(presets.val());
      const added = family === 'all' ? ALL_PRESETS : (PRESETS[family as Family] ?? []);
      rules.editableList('addItems', [...added]);
      presets.val('none');
    });
  },
  oneditsave() {
    this.rules = withoutEmpty(rowsIn($('#node-input-rules-list'), ruleColumns()));
    this.overrides = withoutEmpty(rowsIn($('#node-input-overrides-list'), overrideColumns()));
  },
});
