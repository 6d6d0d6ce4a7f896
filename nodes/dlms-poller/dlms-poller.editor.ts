import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom, READING_OUTPUTS } from '../shared/dialog.editor';
import { pickObis } from '../shared/obis-picker.editor';
import { showCustomList } from '../shared/poller.editor';
import { type Column, editRows, rowsIn } from '../shared/row-list.editor';
import { labelsOf } from '../shared/texts.editor';
import { milliseconds, oneOf, oneOfOrObis, wholeNumber } from '../shared/validators.editor';
import type { DlmsPollerProps } from './dlms-poller.props';
import { offerObjects } from './meter-objects.editor';

declare const RED: EditorRED;

const OUTPUTS = ['readings', 'summary', 'answers'];
const ENABLED = ['true', 'false'];
const GROUPS = ['energy', 'instantaneous', 'all', 'custom'];
const PROFILES = ['off', 'profile'];
const PASSIVE_ONLY = ['false', 'true'];
const label = labelsOf('dlms-poller');

interface Row {
  object: string;
}

function columns(): readonly Column<Row>[] {
  return [{ property: 'object', width: 100, label: label('object'), prepare: pickObis }];
}

addDialogStyle();

RED.nodes.registerType<DlmsPollerProps & EditorNodeProperties>('dlms-poller', {
  category: 'ivy gateway',
  color: '#94BF8B',
  icon: 'dlms-poller.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: true },
    enabled: { value: 'true', label: label('enabled'), validate: oneOf(ENABLED) },
    interval: { value: '60000', label: label('interval'), validate: milliseconds },
    group: { value: 'energy', label: label('group'), validate: oneOf(GROUPS) },
    timeout: { value: '10000', label: label('timeout'), validate: wholeNumber(100, 86_400_000) },
    retries: { value: '2', label: label('retries'), validate: wholeNumber(0, 10) },
    output: { value: 'single', label: label('output'), validate: oneOf(READING_OUTPUTS) },
    registers: { value: [], label: label('registers') },
    loadProfile: { value: 'off', label: label('loadProfile'), validate: oneOfOrObis(PROFILES) },
    loadEvery: { value: '', label: label('loadEvery'), validate: wholeNumber(1, 10_080) },
    loadDays: { value: '1', label: label('loadDays'), validate: wholeNumber(1, 400) },
    billing: { value: 'off', label: label('billing'), validate: oneOfOrObis(PROFILES) },
    passiveOnly: { value: 'false', label: label('passiveOnly'), validate: oneOf(PASSIVE_ONLY) },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('dlms-poller.name');
  },
  label() {
    return this.name || this._('dlms-poller.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('dlms-poller.port.input');
  },
  outputLabels(index) {
    return this._(`dlms-poller.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    pickFrom(this, 'enabled', ENABLED);
    pickFrom(this, 'group', GROUPS);
    pickFrom(this, 'output', READING_OUTPUTS);
    pickFrom(this, 'passiveOnly', PASSIVE_ONLY);
    pickFrom(this, 'loadProfile', PROFILES);
    pickFrom(this, 'billing', PROFILES);
    const rows = (this.registers ?? []).map((object) => ({ object }));
    const list = $('#node-input-registers-list');
    editRows(list, columns(), rows);
    offerObjects(list, () => String($('#node-input-gateway').val() ?? ''));
    showCustomList(GROUPS);
  },
  oneditsave() {
    this.registers = rowsIn($('#node-input-registers-list'), columns()).map(({ object }) => object);
  },
});
