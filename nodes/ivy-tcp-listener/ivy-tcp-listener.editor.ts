import type { EditorNodeProperties, EditorRED } from 'node-red';
import { addDialogStyle, pickFrom } from '../shared/dialog.editor';
import { labelsOf } from '../shared/texts.editor';
import {
  addresses,
  milliseconds,
  oneOf,
  pattern,
  port,
  wholeNumber,
} from '../shared/validators.editor';
import type { IvyTcpListenerProps } from './ivy-tcp-listener.props';

declare const RED: EditorRED;

const OUTPUTS = ['frames', 'lifecycle', 'answers', 'mirror'];
const PROTOCOLS = ['auto', 'dlt645', 'dlms'];
const CLIENT_CERTIFICATES = ['none', 'required'];
const label = labelsOf('ivy-tcp-listener');

addDialogStyle();

RED.nodes.registerType<IvyTcpListenerProps & EditorNodeProperties>('ivy-tcp-listener', {
  category: 'ivy gateway',
  color: '#8FB8CE',
  icon: 'ivy-tcp-listener.svg',
  defaults: {
    name: { value: '' },
    gateway: { value: '', type: 'ivy-gateway', label: label('gateway'), required: true },
    host: { value: '0.0.0.0', label: label('host') },
    port: { value: '8899', label: label('port'), validate: port },
    protocol: { value: 'auto', label: label('protocol'), validate: oneOf(PROTOCOLS) },
    registration: { value: '', label: label('registration'), validate: pattern },
    tls: { value: '', type: 'tls-config', label: label('tls'), required: false },
    clientCertificates: {
      value: 'none',
      label: label('clientCertificates'),
      validate: oneOf(CLIENT_CERTIFICATES),
    },
    trustedProxies: { value: '', label: label('trustedProxies'), validate: addresses },
    connectionTimeout: {
      value: '120000',
      label: label('connectionTimeout'),
      validate: milliseconds,
    },
    pushInterval: { value: '', label: label('pushInterval'), validate: milliseconds },
    maxConnections: {
      value: '20000',
      label: label('maxConnections'),
      validate: wholeNumber(1, 1_000_000),
    },
    maxConnectionsPerIp: {
      value: '0',
      label: label('maxConnectionsPerIp'),
      validate: wholeNumber(0, 1_000_000),
    },
    mirror: { value: false },
  },
  inputs: 1,
  outputs: 4,
  paletteLabel() {
    return this._('ivy-tcp-listener.name');
  },
  label() {
    return this.name || this._('ivy-tcp-listener.name');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('ivy-tcp-listener.port.input');
  },
  outputLabels(index) {
    return this._(`ivy-tcp-listener.port.${OUTPUTS[index]}`);
  },
  oneditprepare() {
    pickFrom(this, 'protocol', PROTOCOLS);
    pickFrom(this, 'clientCertificates', CLIENT_CERTIFICATES);
  },
});
