import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle } from '../shared/dialog.editor';
import type { IvyDlmsDecodeCredentials, IvyDlmsDecodeProps } from './ivy-dlms-decode.props';

declare const RED: EditorRED;

addDialogStyle();

RED.nodes.registerType<IvyDlmsDecodeProps & EditorNodeProperties, IvyDlmsDecodeCredentials>(
  'ivy-dlms-decode',
  {
    category: 'ivy gateway',
    color: '#D9B26F',
    icon: 'ivy-dlms-decode.svg',
    defaults: {
      name: { value: '' },
      lenient: { value: false },
      protection: { value: 'authenticated-encrypted' },
    },
    credentials: {
      encryptionKey: { type: 'password' },
      authenticationKey: { type: 'password' },
      broadcastKey: { type: 'password' },
      dedicatedKey: { type: 'password' },
      systemTitle: { type: 'text' },
      meterKeys: { type: 'password' },
    },
    inputs: 1,
    outputs: 1,
    paletteLabel() {
      return this._('ivy-dlms-decode.name');
    },
    label() {
      return this.name || this._('ivy-dlms-decode.name');
    },
    labelStyle() {
      return this.name ? 'node_label_italic' : '';
    },
    inputLabels() {
      return this._('ivy-dlms-decode.port.input');
    },
    outputLabels() {
      return this._('ivy-dlms-decode.port.apdu');
    },
  },
);
