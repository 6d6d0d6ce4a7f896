import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom, READING_OUTPUTS } from '../shared/dialog.editor';
import { pickObis } from '../shared/obis-picker.editor';
import { type Column, editRows, rowsIn } from '../shared/row-list.editor';
import { labelsOf } from '../shared/texts.editor';
import { oneOf } from '../shared/validators.editor';
import type { ObisMapProps, OverrideRow, TemplateRow } from './obis-map.props';

declare const RED: EditorRED;

const DEVIATIONS = ['standard', 'inverted', 'ignored'];
const OUTPUTS = ['readings', 'events'];
const label = labelsOf('obis-map');

function overrideColumns(): readonly Column<OverrideRow>[] {
  return [
    { property: 'obis', width: 35, label: label('obis'), prepare: pickObis },
    { property: 'register', width: 60, label: label('register') },
    { property: 'unit', width: 20, label: label('unit') },
    { property: 'scaler', width: 30, label: label('scaler') },
    { property: 'model', width: 45, label: label('model') },
  ];
}

function templateColumns(): readonly Column<TemplateRow>[] {
  return [
    { property: 'attributes', width: 70, label: label('attributes') },
    { property: 'model', width: 25, label: label('model') },
  ];
}

addDialogStyle();

RED.nodes.registerType<ObisMapProps & EditorNodeProperties>('obis-map', {
  category: 'ivy gateway',
  color: '#D9B26F',
  icon: 'obis-map.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
    output: { value: 'single', label: label('output'), validate: oneOf(READING_OUTPUTS) },
    deviation: { value: 'standard', label: label('deviation'), validate: oneOf(DEVIATIONS) },
    overrides: { value: [], label: label('overrides') },
    templates: { value: [], label: label('templates') },
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
  oneditprepare() {
    pickFrom(this, 'output', READING_OUTPUTS);
    pickFrom(this, 'deviation', DEVIATIONS);
    editRows($('#node-input-overrides-list'), overrideColumns(), this.overrides);
    editRows($('#node-input-templates-list'), templateColumns(), this.templates);
  },
  oneditsave() {
    this.overrides = rowsIn($('#node-input-overrides-list'), overrideColumns());
    this.templates = rowsIn($('#node-input-templates-list'), templateColumns());
  },
});
