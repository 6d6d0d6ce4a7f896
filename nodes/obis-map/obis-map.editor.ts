import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import type { ObisMapProps } from './obis-map.props';

declare const RED: EditorRED;

const OUTPUTS = ['readings', 'events'];
const label = labelsOf('obis-map');

addDialogStyle();

RED.nodes.registerType<ObisMapProps & EditorNodeProperties>('obis-map', {
  category: 'ivy gateway',
  color: '#D9B26F',
  icon: 'obis-map.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
    output: { value: 'single' },
  },
  inputs: 1,
  outputs: 2,
  paletteLabel() {
    return this._('obis-map.name');
  },
  label() {
    return this.name || this._('obis-map.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('obis-map.port.input');
  },
  outputLabels(index) {
    return this._(`obis-map.port.${OUTPUTS[index]}`);
  },
});
