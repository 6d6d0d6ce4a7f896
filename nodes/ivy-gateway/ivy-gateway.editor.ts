import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { openTabs } from '../shared/tabs.editor';
import { labelsOf, text } from '../shared/texts.editor';
import {
  eightDigits,
  exceptions,
  id,
  oneOf,
  profileName,
  timeZone,
  topicPrefix,
  wholeNumber,
} from '../shared/validators.editor';
import type { IvyGatewayCredentials, IvyGatewayProps } from './ivy-gateway.props';
import { MetersPane } from './meters-pane.editor';

declare const RED: EditorRED;

const ZERO_ADDRESS = ['accept', 'use_ip'];
const METER_POLICY = ['auto', 'list', 'reject'];
const WRITE_CONTROL = ['off', 'write-topic', 'both'];
const RELAY_CONTROL = ['off', 'relay-topic', 'both'];
const REQUIRE_EXPIRY = ['false', 'true'];
const DLMS_ENABLED = ['true', 'false'];
const label = labelsOf('ivy-gateway');
const wPort = wholeNumber(0, 65_535);

/** Of the dialog that is open. */
let meters: MetersPane | undefined;

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
      clockLimit: { value: '60', label: label('clockLimit'), validate: wholeNumber(0, 86_400) },
      currency: { value: '', label: label('currency') },
      writeControl: { value: 'off', label: label('writeControl'), validate: oneOf(WRITE_CONTROL) },
      relayControl: { value: 'off', label: label('relayControl'), validate: oneOf(RELAY_CONTROL) },
      actsPerMinute: {
        value: '30',
        label: label('actsPerMinute'),
        validate: wholeNumber(0, 10_000),
      },
      actsPerHour: { value: '300', label: label('actsPerHour'), validate: wholeNumber(0, 100_000) },
      coolDown: { value: '0', label: label('coolDown'), validate: wholeNumber(0, 86_400_000) },
      maxCloseCurrent: {
        value: '0',
        label: label('maxCloseCurrent'),
        validate: wholeNumber(0, 10_000),
      },
      profile: { value: '', label: label('profile'), validate: profileName },
      requireExpiry: {
        value: 'false',
        label: label('requireExpiry'),
        validate: oneOf(REQUIRE_EXPIRY),
      },
      exceptions: { value: '', label: label('exceptions'), validate: exceptions },
      operatorCode: { value: '', label: label('operatorCode'), validate: eightDigits },
      dlmsEnabled: { value: 'true', label: label('dlmsEnabled'), validate: oneOf(DLMS_ENABLED) },
      dlmsClientAddress: { value: '16', label: label('dlmsClientAddress'), validate: wPort },
      dlmsServerAddress: { value: '1', label: label('dlmsServerAddress'), validate: wPort },
      dlmsIvyDestination: { value: '1', label: label('dlmsIvyDestination'), validate: wPort },
    },
    credentials: {
      secret: { type: 'password' },
      commandSecret: { type: 'password' },
      meterPassword: { type: 'password' },
    },
    label() {
      return this.name || this.gatewayId || this._('ivy-gateway.name');
    },
    labelStyle() {
      return this.name ? 'node_label_italic' : '';
    },
    oneditprepare() {
      const pane = new MetersPane(this.id);
      meters = pane;
      openTabs($('#ivy-gateway-tabs'), [
        { id: 'ivy-gateway-settings', label: text('ivy-gateway', 'tab.settings') },
        { id: 'ivy-gateway-commands', label: text('ivy-gateway', 'tab.commands') },
        {
          id: 'ivy-gateway-meters',
          label: text('ivy-gateway', 'tab.meters'),
          onShow: () => pane.show(),
        },
      ]);
      pickFrom(this, 'zeroAddress', ZERO_ADDRESS);
      pickFrom(this, 'meterPolicy', METER_POLICY);
      pickFrom(this, 'writeControl', WRITE_CONTROL);
      pickFrom(this, 'relayControl', RELAY_CONTROL);
      pickFrom(this, 'requireExpiry', REQUIRE_EXPIRY);
      pickFrom(this, 'dlmsEnabled', DLMS_ENABLED);
    },
    oneditsave() {
      meters?.leave();
    },
  },
);
