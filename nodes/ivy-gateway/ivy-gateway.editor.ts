import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { id, oneOf, timeZone, topicPrefix, wholeNumber } from '../shared/validators.editor';
import type { IvyGatewayCredentials, IvyGatewayProps } from './ivy-gateway.props';

declare const RED: EditorRED;

const ZERO_ADDRESS = ['accept', 'use_ip'];
const METER_POLICY = ['auto', 'list', 'reject'];
const DLMS_ENABLED = ['true', 'false'];
const label = labelsOf('ivy-gateway');
const wPort = wholeNumber(0, 65_535);

addDialogStyle();

RED.nodes.registerType<IvyGatewayProps & EditorNodeProperties, IvyGatewayCredentials>(
  'ivy-gateway',
  {
    category: 'config',
    defaults: {
      name: { value: '' },
      gatewayId: { value: '', label: label('gatewayId'), validate: id },
      topicPrefix: { value: 'ivy/v1', label: label('topicPrefix'), validate: topicPrefix },
      identifyTimeout: {
        value: '30000',
        label: label('identifyTimeout'),
        validate: wholeNumber(1_000, 3_600_000),
      },
      zeroAddress: { value: 'accept', label: label('zeroAddress'), validate: oneOf(ZERO_ADDRESS) },
      meterPolicy: { value: 'auto', label: label('meterPolicy'), validate: oneOf(METER_POLICY) },
      timezone: { value: '', label: label('timezone'), validate: timeZone },
      currency: { value: '', label: label('currency') },
      dlmsEnabled: { value: 'true', label: label('dlmsEnabled'), validate: oneOf(DLMS_ENABLED) },
      dlmsClientAddress: { value: '16', label: label('dlmsClientAddress'), validate: wPort },
      dlmsServerAddress: { value: '1', label: label('dlmsServerAddress'), validate: wPort },
      dlmsIvyDestination: { value: '1', label: label('dlmsIvyDestination'), validate: wPort },
    },
    credentials: {
      secret: { type: 'password' },
    },
    label() {
      return this.name || this.gatewayId || this._('ivy-gateway.name');
    },
    labelStyle() {
      return this.name ? 'node_label_italic' : '';
    },
    oneditprepare() {
      pickFrom(this, 'zeroAddress', ZERO_ADDRESS);
      pickFrom(this, 'meterPolicy', METER_POLICY);
      pickFrom(this, 'dlmsEnabled', DLMS_ENABLED);
    },
  },
);
