import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { tryIt } from '../shared/try-it.editor';
import { oneOf } from '../shared/validators.editor';
import type { IvyDlmsDecodeCredentials, IvyDlmsDecodeProps } from './ivy-dlms-decode.props';

declare const RED: EditorRED;

const PROTECTIONS = ['authenticated-encrypted', 'authenticated', 'encrypted', 'unverified'];
const label = labelsOf('ivy-dlms-decode');
/** Of these, `ivy-gateway decode` takes what it needs. */
const KEYS = ['encryptionKey', 'authenticationKey', 'broadcastKey', 'dedicatedKey', 'systemTitle'];
/** What Node-RED shows in place of a saved password. */
const SAVED = '__PWRD__';

/** The keys that have been typed since the dialog was opened: those saved before are not shown to the editor. */
function typedKeys(): string {
  const typed = KEYS.map((name) => [name, String($(`#node-input-${name}`).val() ?? '')] as const);
  const keys = Object.fromEntries(typed.filter(([, value]) => value !== '' && value !== SAVED));
  return JSON.stringify(Object.keys(keys).length > 0 ? keys : []);
}

addDialogStyle();

RED.nodes.registerType<IvyDlmsDecodeProps & EditorNodeProperties, IvyDlmsDecodeCredentials>(
  'ivy-dlms-decode',
  {
    category: 'ivy gateway',
    color: '#D9B26F',
    icon: 'ivy-dlms-decode.svg',
    defaults: {
      name: { value: '' },
      gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
      lenient: { value: false },
      protection: {
        value: 'authenticated-encrypted',
        label: label('protection'),
        validate: oneOf(PROTECTIONS),
      },
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
    oneditprepare() {
      pickFrom(this, 'protection', PROTECTIONS);
      tryIt('dlms', typedKeys);
    },
  },
);
