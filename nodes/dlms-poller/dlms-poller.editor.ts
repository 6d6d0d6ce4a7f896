import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom, READING_OUTPUTS } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { milliseconds, oneOf, wholeNumber } from '../shared/validators.editor';
import type { DlmsPollerProps } from './dlms-poller.props';

declare const RED: EditorRED;

const OUTPUTS = ['readings', 'summary', 'answers'];
const ENABLED = ['true', 'false'];
const GROUPS = ['energy', 'instantaneous', 'all'];
const PASSIVE_ONLY = ['false', 'true'];
const label = labelsOf('dlms-poller');

addDialogStyle();

RED.nodes.registerType<DlmsPollerProps & EditorNodeProperties>('dlms-poller', {
  category: 'ivy gateway',
  color: '#94BF8B',
  icon: 'dlms-poller.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: true },
    enabled: { value: 'true', label: label('enabled'), validate: oneOf(ENABLED) },
    interval: { value: '60000', label: label('interval'), validate: milliseconds },
    group: { value: 'energy', label: label('group'), validate: oneOf(GROUPS) },
    timeout: { value: '10000', label: label('timeout'), validate: wholeNumber(100, 86_400_000) },
    retries: { value: '2', label: label('retries'), validate: wholeNumber(0, 10) },
    output: { value: 'single', label: label('output'), validate: oneOf(READING_OUTPUTS) },
    passiveOnly: { value: 'false', label: label('passiveOnly'), validate: oneOf(PASSIVE_ONLY) },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('dlms-poller.name');
  },
  label() {
    return this.name || this._('dlms-poller.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('dlms-poller.port.input');
  },
  outputLabels(index) {
    return this._(`dlms-poller.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    pickFrom(this, 'enabled', ENABLED);
    pickFrom(this, 'group', GROUPS);
    pickFrom(this, 'output', READING_OUTPUTS);
    pickFrom(this, 'passiveOnly', PASSIVE_ONLY);
  },
});
