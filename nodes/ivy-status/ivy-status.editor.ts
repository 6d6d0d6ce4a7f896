import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { oneOf, wholeNumber } from '../shared/validators.editor';
import type { IvyStatusCredentials, IvyStatusProps } from './ivy-status.props';

declare const RED: EditorRED;

const PROBES = ['true', 'false'];
const label = labelsOf('ivy-status');

addDialogStyle();

RED.nodes.registerType<IvyStatusProps & EditorNodeProperties, IvyStatusCredentials>('ivy-status', {
  category: 'ivy gateway',
  color: '#E6A79B',
  icon: 'ivy-status.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', required: true, label: label('gateway') },
    interval: { value: '30000', label: label('interval'), validate: wholeNumber(0, 86_400_000) },
    probes: { value: 'true', label: label('probes'), validate: oneOf(PROBES) },
  },
  credentials: { metricsToken: { type: 'password' } },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._('ivy-status.name');
  },
  label() {
    return this.name || this._('ivy-status.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  oneditprepare() {
    pickFrom(this, 'probes', PROBES);
  },
  inputLabels() {
    return this._('ivy-status.port.input');
  },
  outputLabels() {
    return this._('ivy-status.port.output');
  },
});
