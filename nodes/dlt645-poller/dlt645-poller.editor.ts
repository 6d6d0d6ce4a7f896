import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom, READING_OUTPUTS } from '../shared/dialog.editor';
import { pickRegister, searchRegisters } from '../shared/dlt645-picker.editor';
import { showCustomList } from '../shared/poller.editor';
import { type Column, editRows, rowsIn } from '../shared/row-list.editor';
import { labelsOf } from '../shared/texts.editor';
import { milliseconds, oneOf, wholeNumber } from '../shared/validators.editor';
import type { Dlt645PollerProps } from './dlt645-poller.props';

declare const RED: EditorRED;

const OUTPUTS = ['readings', 'summary', 'answers'];
const ENABLED = ['true', 'false'];
const GROUPS = ['energy', 'instantaneous', 'all', 'billing', 'custom'];
const label = labelsOf('dlt645-poller');
/** Meters of both editions may be polled; more have the later one. */
const search = searchRegisters(() => '2007');

interface Row {
  di: string;
}

function columns(): readonly Column<Row>[] {
  const prepare = (field: JQuery): void => pickRegister(field, search);
  return [{ property: 'di', width: 100, label: label('di'), prepare }];
}

addDialogStyle();

RED.nodes.registerType<Dlt645PollerProps & EditorNodeProperties>('dlt645-poller', {
  category: 'ivy gateway',
  color: '#94BF8B',
  icon: 'dlt645-poller.svg',
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
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('dlt645-poller.name');
  },
  label() {
    return this.name || this._('dlt645-poller.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('dlt645-poller.port.input');
  },
  outputLabels(index) {
    return this._(`dlt645-poller.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    pickFrom(this, 'enabled', ENABLED);
    pickFrom(this, 'group', GROUPS);
    pickFrom(this, 'output', READING_OUTPUTS);
    const rows = (this.registers ?? []).map((di) => ({ di }));
    editRows($('#node-input-registers-list'), columns(), rows);
    showCustomList(GROUPS);
  },
  oneditsave() {
    this.registers = rowsIn($('#node-input-registers-list'), columns()).map(({ di }) => di);
  },
});
