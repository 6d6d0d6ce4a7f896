import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom, READING_OUTPUTS } from '../shared/dialog.editor';
import { pickRegister, searchRegisters } from '../shared/dlt645-picker.editor';
import type { OwnRegisterProps } from '../shared/own-registers.props';
import { type Column, editRows, rowsIn } from '../shared/row-list.editor';
import { labelsOf, text } from '../shared/texts.editor';
import { tryIt } from '../shared/try-it.editor';
import { oneOf } from '../shared/validators.editor';
import type { Dlt645DecodeProps } from './dlt645-decode.props';

declare const RED: EditorRED;

const STANDARDS = ['auto', '2007', '1997'];
const OUTPUTS = ['readings', 'frames'];
const label = labelsOf('dlt645-decode');

function columns(): readonly Column<OwnRegisterProps>[] {
  const standardOf = (): string => String($('#node-input-standard').val());
  const search = searchRegisters(standardOf);
  const sign = (value: string): string => text('dlt645-decode', `choice.signed.${value}`);
  return [
    {
      property: 'di',
      width: 30,
      label: label('di'),
      prepare: (field) => pickRegister(field, search),
    },
    { property: 'name', width: 65, label: label('registerName') },
    { property: 'key', width: 33, label: label('key') },
    { property: 'unit', width: 14, label: label('unit') },
    { property: 'format', width: 20, label: label('format') },
    {
      property: 'signed',
      width: 33,
      label: label('signed'),
      choices: { '': sign('standard'), true: sign('true'), false: sign('false') },
    },
  ];
}

addDialogStyle();

RED.nodes.registerType<Dlt645DecodeProps & EditorNodeProperties>('dlt645-decode', {
  category: 'ivy gateway',
  color: '#D9B26F',
  icon: 'dlt645-decode.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
    standard: { value: 'auto', label: label('standard'), validate: oneOf(STANDARDS) },
    output: { value: 'single', label: label('output'), validate: oneOf(READING_OUTPUTS) },
    registers: { value: [], label: label('registers') },
  },
  inputs: 1,
  outputs: 2,
  paletteLabel() {
    return this._('dlt645-decode.name');
  },
  label() {
    return this.name || this._('dlt645-decode.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('dlt645-decode.port.input');
  },
  outputLabels(index) {
    return this._(`dlt645-decode.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    pickFrom(this, 'standard', STANDARDS);
    pickFrom(this, 'output', READING_OUTPUTS);
    editRows($('#node-input-registers-list'), columns(), this.registers);
    tryIt('dlt645');
  },
  oneditsave() {
    this.registers = rowsIn($('#node-input-registers-list'), columns());
  },
});
