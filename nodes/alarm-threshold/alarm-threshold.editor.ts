import type { EditorNodeInstance, EditorNodeProperties, EditorRED } from 'node-red';
import { ALL_PRESETS, type Family, PRESETS } from '../../src/alarm/presets';
import { CONDITIONS, LEVELS } from '../../src/alarm/rule';
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
/** Which conditions look at a field that not all of them do. */
const COUNTS_FOR: Readonly<Record<string, readonly string[]>> = {
  limit: [...LEVELS, 'silence', 'equal', 'bits'],
  clear: [...LEVELS, 'event'],
  floor: LEVELS,
  unit: LEVELS,
  hours: ['silence'],
};
const label = labelsOf(TYPE);

function choices(property: string, values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    values.map((value) => [value, text(TYPE, `choice.${property}.${value}`)]),
  );
}

function ruleColumns(): readonly Column<RuleRow>[] {
  const conditions = choices('condition', CONDITIONS);
  const severities = choices('severity', SEVERITIES);
  const ends = choices('latch', ['false', 'true']);
  return [
    { property: 'name', width: 45, label: label('rule'), example: '' },
    {
      property: 'condition',
      width: 55,
      label: label('condition'),
      choices: conditions,
      example: '',
    },
    { property: 'registers', width: 100, label: label('registers'), example: 'phase-voltages' },
    { property: 'limit', width: 25, label: label('limit'), example: '' },
    { property: 'clear', width: 25, label: label('clear'), example: '' },
    { property: 'floor', width: 25, label: label('floor'), example: '0' },
    { property: 'unit', width: 25, label: label('unit'), example: 'V' },
    { property: 'hours', width: 75, label: label('hours'), example: 'mon-fri 08:00-17:00' },
    { property: 'severity', width: 24, label: label('severity'), choices: severities, example: '' },
    { property: 'raiseAfter', width: 19, label: label('raiseAfter'), example: '30 s, 3x' },
    { property: 'clearAfter', width: 19, label: label('clearAfter'), example: '5 min, 2x' },
    {
      property: 'latch',
      width: 38,
      label: label('latch'),
      choices: ends,
      example: '',
      prepare: (field) => showWhatCounts(field.parent().parent()),
    },
  ];
}

/** Of a rule's fields shows those that its condition looks at. */
function showWhatCounts(row: JQuery): void {
  const condition = row.find('[data-property="condition"]');
  const show = (): void => {
    const kind = String(condition.val());
    for (const [property, kinds] of Object.entries(COUNTS_FOR)) {
      row.find(`[data-property="${property}"]`).parent().toggle(kinds.includes(kind));
    }
  };
  condition.on('change', show);
  show();
}

function overrideColumns(): readonly Column<OverrideRow>[] {
  return [
    { property: 'rule', width: 25, label: label('rule'), example: 'overvoltage' },
    { property: 'meters', width: 35, label: label('meters'), example: 'group:roof' },
    { property: 'limit', width: 20, label: label('otherLimit'), example: 'off' },
    { property: 'clear', width: 20, label: label('clear'), example: '' },
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
      validate: readableList<OverrideRow>(
        (rows, node) => rows.length > 0 && overridesFrom(rows, rulesOf(node)),
      ),
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
