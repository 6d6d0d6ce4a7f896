import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { searchRegisters } from '../shared/dlt645-picker.editor';
import { labelsOf, text } from '../shared/texts.editor';
import { oneOf, wholeNumber } from '../shared/validators.editor';
import type { Dlt645EncodeCredentials, Dlt645EncodeProps } from './dlt645-encode.props';

declare const RED: EditorRED;

const STANDARDS = ['2007', '1997'];
/** Rows that only some requests need; where the message says which, all are there. */
const NEEDED_BY: Readonly<Record<string, readonly string[]>> = {
  di: ['', 'read', 'read-following', 'write', 'password'],
  value: ['', 'write'],
  rights: ['', 'write', 'clear-demand', 'clear-meter', 'clear-events', 'control'],
};
const label = labelsOf('dlt645-encode');

addDialogStyle();

RED.nodes.registerType<Dlt645EncodeProps & EditorNodeProperties, Dlt645EncodeCredentials>(
  'dlt645-encode',
  {
    category: 'ivy gateway',
    color: '#D9B26F',
    icon: 'dlt645-encode.svg',
    defaults: {
      name: { value: '' },
      gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
      request: { value: 'read' },
      standard: { value: '2007', label: label('standard'), validate: oneOf(STANDARDS) },
      address: { value: '', label: label('address') },
      addressType: { value: 'str' },
      di: { value: '', label: label('di') },
      diType: { value: 'di' },
      value: { value: '', label: label('value') },
      valueType: { value: 'str' },
      operator: { value: '', label: label('operator') },
      leadBytes: { value: '0', label: label('leadBytes'), validate: wholeNumber(0, 32) },
    },
    credentials: {
      password: { type: 'password' },
    },
    inputs: 1,
    outputs: 1,
    paletteLabel() {
      return this._('dlt645-encode.name');
    },
    label() {
      return this.name || this._('dlt645-encode.name');
    },
    labelStyle() {
      return this.name ? 'node_label_italic' : '';
    },
    inputLabels() {
      return this._('dlt645-encode.port.input');
    },
    outputLabels() {
      return this._('dlt645-encode.port.frame');
    },
    oneditprepare() {
      pickFrom(this, 'standard', STANDARDS);
      const identifier = {
        value: 'di',
        label: text('dlt645-encode', 'input.identifier'),
        icon: 'fa fa-search',
        autoComplete: searchRegisters(() => String($('#node-input-standard').val())),
      };
      $('#node-input-address').typedInput({
        types: ['str', 'msg', 'flow', 'global', 'env'],
        typeField: '#node-input-addressType',
      });
      $('#node-input-di').typedInput({
        types: [identifier, 'msg', 'flow', 'global', 'env'],
        typeField: '#node-input-diType',
      });
      $('#node-input-value').typedInput({
        types: ['str', 'num', 'json', 'msg', 'flow', 'global', 'jsonata', 'env'],
        typeField: '#node-input-valueType',
      });
      const showRows = (): void => {
        const request = String($('#node-input-request').val() ?? '');
        for (const [row, requests] of Object.entries(NEEDED_BY)) {
          $(`.ivy-${row}`).toggle(requests.includes(request));
        }
      };
      $('#node-input-request').on('change', showRows);
      showRows();
    },
  },
);
