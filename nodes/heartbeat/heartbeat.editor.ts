import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { tryIt } from '../shared/try-it.editor';
import { hex, oneOf } from '../shared/validators.editor';
import type { HeartbeatProps } from './heartbeat.props';

declare const RED: EditorRED;

const OUTPUTS = ['registrations', 'acknowledgements'];
const ACK = ['false', 'true'];
const label = labelsOf('heartbeat');

addDialogStyle();

RED.nodes.registerType<HeartbeatProps & EditorNodeProperties>('heartbeat', {
  category: 'ivy gateway',
  color: '#B7A4CC',
  icon: 'heartbeat.svg',
  defaults: {
    name: { value: '' },
    ack: { value: 'false', label: label('ack'), validate: oneOf(ACK) },
    ackPayload: { value: '', label: label('ackPayload'), validate: hex },
  },
  inputs: 1,
  outputs: 2,
  paletteLabel() {
    return this._('heartbeat.name');
  },
  label() {
    return this.name || this._('heartbeat.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('heartbeat.port.input');
  },
  outputLabels(index) {
    return this._(`heartbeat.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    pickFrom(this, 'ack', ACK);
    tryIt('auto');
  },
});
