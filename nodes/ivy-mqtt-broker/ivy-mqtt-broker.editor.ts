import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import { brokerUrl, oneOf, port, wholeNumber } from '../shared/validators.editor';
import type { IvyMqttBrokerCredentials, IvyMqttBrokerProps } from './ivy-mqtt-broker.props';

declare const RED: EditorRED;

const OUTPUTS = ['events', 'publishes'];
const REQUIRE_AUTHENTICATION = ['false', 'true'];
const label = labelsOf('ivy-mqtt-broker');

addDialogStyle();

RED.nodes.registerType<IvyMqttBrokerProps & EditorNodeProperties, IvyMqttBrokerCredentials>(
  'ivy-mqtt-broker',
  {
    category: 'ivy gateway',
    color: '#D99A86',
    icon: 'ivy-mqtt-broker.svg',
    defaults: {
      name: { value: '' },
      gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: false },
      host: { value: '127.0.0.1', label: label('host') },
      port: { value: '1883', label: label('port'), validate: port },
      wsPort: { value: '9001', label: label('wsPort'), validate: wholeNumber(0, 65_535) },
      requireAuthentication: {
        value: 'false',
        label: label('requireAuthentication'),
        validate: oneOf(REQUIRE_AUTHENTICATION),
      },
      externalUrl: { value: '', label: label('externalUrl'), validate: brokerUrl },
    },
    credentials: {
      users: { type: 'password' },
    },
    inputs: 0,
    outputs: 2,
    paletteLabel() {
      return this._('ivy-mqtt-broker.name');
    },
    label() {
      return this.name || this._('ivy-mqtt-broker.name');
    },
    labelStyle() {
      return this.name ? 'node_label_italic' : '';
    },
    outputLabels(index) {
      return this._(`ivy-mqtt-broker.port.${OUTPUTS[index]}`);
    },
    oneditprepare() {
      pickFrom(this, 'requireAuthentication', REQUIRE_AUTHENTICATION);
    },
  },
);
