import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { pickObis } from '../shared/obis-picker.editor';
import { labelsOf } from '../shared/texts.editor';
import { obis, oneOf, wholeNumber } from '../shared/validators.editor';
import type { IvyDlmsEncodeCredentials, IvyDlmsEncodeProps } from './ivy-dlms-encode.props';

declare const RED: EditorRED;

const SERVICES = ['payload', 'get', 'set', 'action', 'aarq', 'rlrq'];
const FRAMINGS = ['wrapper', 'hdlc', 'bare'];
const PROTECTIONS = ['none', 'authenticated-encrypted', 'authenticated', 'encrypted'];
const WITH_TARGET = ['get', 'set', 'action'];
const WITH_DATA = ['set', 'action'];
const label = labelsOf('ivy-dlms-encode');

addDialogStyle();

RED.nodes.registerType<IvyDlmsEncodeProps & EditorNodeProperties, IvyDlmsEncodeCredentials>(
  'ivy-dlms-encode',
  {
    category: 'ivy gateway',
    color: '#D9B26F',
    icon: 'ivy-dlms-encode.svg',
    defaults: {
      name: { value: '' },
      service: { value: 'payload', label: label('service'), validate: oneOf(SERVICES) },
      classId: { value: '3', label: label('classId'), validate: wholeNumber(0, 65_535) },
      obis: { value: '', label: label('obis'), validate: obis },
      index: { value: '2', label: label('index'), validate: wholeNumber(0, 127) },
      data: { value: 'null', label: label('data') },
      dataType: { value: 'json' },
      invokeId: { value: '1', label: label('invokeId') },
      invokeIdType: { value: 'num' },
      framing: { value: 'wrapper', label: label('framing'), validate: oneOf(FRAMINGS) },
      source: { value: '16', label: label('source'), validate: wholeNumber(0, 65_535) },
      destination: { value: '1', label: label('destination'), validate: wholeNumber(0, 65_535) },
      physicalDevice: {
        value: '',
        label: label('physicalDevice'),
        validate: wholeNumber(0, 16_383),
      },
      protection: { value: 'none', label: label('protection'), validate: oneOf(PROTECTIONS) },
      general: { value: false },
    },
    credentials: {
      systemTitle: { type: 'text' },
      encryptionKey: { type: 'password' },
      authenticationKey: { type: 'password' },
      dedicatedKey: { type: 'password' },
      password: { type: 'password' },
    },
    inputs: 1,
    outputs: 1,
    paletteLabel() {
      return this._('ivy-dlms-encode.name');
    },
    label() {
      return this.name || this._('ivy-dlms-encode.name');
    },
    labelStyle() {
      return this.name ? 'node_label_italic' : '';
    },
    inputLabels() {
      return this._('ivy-dlms-encode.port.input');
    },
    outputLabels() {
      return this._('ivy-dlms-encode.port.frame');
    },
    oneditprepare() {
      pickFrom(this, 'service', SERVICES);
      pickFrom(this, 'framing', FRAMINGS);
      pickFrom(this, 'protection', PROTECTIONS);
      $('#node-input-data').typedInput({
        types: ['json', 'msg', 'flow', 'global', 'jsonata'],
        typeField: '#node-input-dataType',
      });
      $('#node-input-invokeId').typedInput({
        types: ['num', 'msg', 'flow', 'global', 'jsonata'],
        typeField: '#node-input-invokeIdType',
      });
      pickObis($('#node-input-obis'));
      const showRows = (): void => {
        const service = String($('#node-input-service').val());
        const framing = String($('#node-input-framing').val());
        $('.ivy-target').toggle(WITH_TARGET.includes(service));
        $('.ivy-data').toggle(WITH_DATA.includes(service));
        $('.ivy-password').toggle(service === 'aarq');
        $('.ivy-address').toggle(framing !== 'bare');
        $('.ivy-hdlc').toggle(framing === 'hdlc');
        $('.ivy-ciphering').toggle($('#node-input-protection').val() !== 'none');
      };
      $('#node-input-service, #node-input-framing, #node-input-protection').on('change', showRows);
      showRows();
    },
  },
);
