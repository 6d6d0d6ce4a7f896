import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { id, milliseconds, oneOf, timeZone, topicPrefix } from '../shared/validators.editor';
import type { IvyGatewayProps } from './ivy-gateway.props';

declare const RED: EditorRED;

const ZERO_ADDRESS = ['accept', 'use_ip'];
const label = labelsOf('ivy-gateway');

addDialogStyle();

RED.nodes.registerType<IvyGatewayProps & EditorNodeProperties>('ivy-gateway', {
  category: 'config',
  defaults: {
    name: { value: '' },
    gatewayId: { value: '', label: label('gatewayId'), validate: id },
    topicPrefix: { value: 'ivy/v1', label: label('topicPrefix'), validate: topicPrefix },
    identifyTimeout: { value: '30000', label: label('identifyTimeout'), validate: milliseconds },
    zeroAddress: { value: 'accept', label: label('zeroAddress'), validate: oneOf(ZERO_ADDRESS) },
    timezone: { value: '', label: label('timezone'), validate: timeZone },
    currency: { value: '', label: label('currency') },
  },
  label() {
    return this.name || this.gatewayId || this._('ivy-gateway.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  oneditprepare() {
    pickFrom(this, 'zeroAddress', ZERO_ADDRESS);
  },
});
