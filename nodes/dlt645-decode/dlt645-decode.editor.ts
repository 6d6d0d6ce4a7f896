import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import type { Dlt645DecodeProps } from './dlt645-decode.props';

declare const RED: EditorRED;

const OUTPUTS = ['readings', 'frames'];
const label = labelsOf('dlt645-decode');

addDialogStyle();

RED.nodes.registerType<Dlt645DecodeProps & EditorNodeProperties>('dlt645-decode', {
  category: 'ivy gateway',
  color: '#D9B26F',
  icon: 'dlt645-decode.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
    standard: { value: 'auto' },
    output: { value: 'single' },
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
});
