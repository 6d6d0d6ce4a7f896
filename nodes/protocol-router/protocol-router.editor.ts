import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle } from '../shared/dialog.editor';
import { tryIt } from '../shared/try-it.editor';
import type { ProtocolRouterProps } from './protocol-router.props';

declare const RED: EditorRED;

const OUTPUTS = ['dlt645', 'dlms', 'heartbeat', 'unknown'];

addDialogStyle();

RED.nodes.registerType<ProtocolRouterProps & EditorNodeProperties>('protocol-router', {
  category: 'ivy gateway',
  color: '#B7A4CC',
  icon: 'protocol-router.svg',
  defaults: {
    name: { value: '' },
  },
  inputs: 1,
  outputs: 4,
  paletteLabel() {
    return this._('protocol-router.name');
  },
  label() {
    return this.name || this._('protocol-router.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('protocol-router.port.input');
  },
  outputLabels(index) {
    return this._(`protocol-router.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    tryIt('auto');
  },
});
