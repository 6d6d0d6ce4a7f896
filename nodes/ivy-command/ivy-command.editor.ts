import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { wholeNumber } from '../shared/validators.editor';
import type { IvyCommandProps } from './ivy-command.props';

declare const RED: EditorRED;

const OUTPUTS = ['responses', 'audit'];
const label = labelsOf('ivy-command');

addDialogStyle();

RED.nodes.registerType<IvyCommandProps & EditorNodeProperties>('ivy-command', {
  category: 'ivy gateway',
  color: '#E6A79B',
  icon: 'ivy-command.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', required: true, label: label('gateway') },
    timeout: { value: '10000', label: label('timeout'), validate: wholeNumber(100, 600_000) },
  },
  inputs: 1,
  outputs: 2,
  paletteLabel() {
    return this._('ivy-command.name');
  },
  label() {
    return this.name || this._('ivy-command.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('ivy-command.port.input');
  },
  outputLabels(index) {
    return this._(`ivy-command.port.${OUTPUTS[index]}`);
  },
});
