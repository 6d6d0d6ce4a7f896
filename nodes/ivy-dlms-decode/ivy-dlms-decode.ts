import type { NodeAPI } from 'node-red';
import {
  ApduReceiver,
  type CounterMemory,
  expectSecretKeys,
  type KeyRing,
  keyRing,
  type Sender,
  senderKeys,
} from '../../src/dlms/receive';
import type { Protection } from '../../src/dlms/security';
import type { Gateway } from '../../src/gateway';
import { optionalGatewayOf } from '../shared/gateway-node';
import { type Message, onInput, type Send } from '../shared/guard';
import { meterIdOf } from '../shared/meter-message';
import { octetsFrom } from '../shared/octets-input';
import { registerNode } from '../shared/register-node';
import { booleanSetting, choiceSetting, SettingError, textSetting } from '../shared/settings';
import { linkOf } from '../shared/source';
import type {
  DlmsProtection,
  IvyDlmsDecodeCredentials,
  IvyDlmsDecodeProps,
} from './ivy-dlms-decode.props';

const PROTECTIONS: Readonly<Record<DlmsProtection, Protection | 'unverified'>> = {
  'authenticated-encrypted': { authenticated: true, encrypted: true },
  authenticated: { authenticated: true, encrypted: false },
  encrypted: { authenticated: false, encrypted: true },
  unverified: 'unverified',
};
const CHOICES = Object.keys(PROTECTIONS) as DlmsProtection[];

export = (RED: NodeAPI): void => {
  registerNode<IvyDlmsDecodeProps, IvyDlmsDecodeCredentials>(
    RED,
    'ivy-dlms-decode',
    (node, props) => {
      const choice = choiceSetting(
        'protection',
        props.protection,
        'authenticated-encrypted',
        CHOICES,
      );
      const gateway = optionalGatewayOf(RED, props.gateway);
      const receiver = new ApduReceiver({
        keys: keysIn(node.credentials, choice !== 'unverified'),
        policy: PROTECTIONS[choice],
        lenient: booleanSetting('lenient', props.lenient, false),
        memory: gateway && counterMemory(gateway, node.id),
      });
      const decode = (message: Message, send: Send): void => {
        const { wrapper: _, hdlc: __, verified: ___, ...rest } = message;
        for (const received of receiver.receive(octetsFrom(message.payload), senderOf(message))) {
          const { apdu, isDeciphered, ...frame } = received;
          const verified = isDeciphered ? { verified: choice !== 'unverified' } : {};
          send({ ...RED.util.cloneMessage(rest), ...frame, ...verified, payload: apdu });
        }
      };
      onInput(node, (message, send) => {
        // What was heard before a restart is not known before the store is open.
        const isReady = !gateway || gateway.storeIfOpen !== undefined;
        return isReady ? decode(message, send) : gateway.ready.then(() => decode(message, send));
      });
    },
    {
      encryptionKey: { type: 'password' },
      authenticationKey: { type: 'password' },
      broadcastKey: { type: 'password' },
      dedicatedKey: { type: 'password' },
      systemTitle: { type: 'text' },
      meterKeys: { type: 'password' },
    },
  );
};

/** @throws SettingError where they cannot be read, or prove nothing although they are to. */
function keysIn(
  credentials: Partial<IvyDlmsDecodeCredentials> | undefined,
  areToProve: boolean,
): KeyRing {
  const { meterKeys, ...texts } = credentials ?? {};
  const given = Object.entries(texts).map(([name, text]) => [name, textSetting(text, '')]);
  try {
    const ring = keyRing(textSetting(meterKeys, ''), senderKeys(Object.fromEntries(given)));
    if (areToProve) expectSecretKeys(ring);
    return ring;
  } catch (error) {
    throw new SettingError((error as Error).message);
  }
}

/** Each node has counters of its own: of two behind one wire, the second hears what the first has heard. */
function counterMemory(gateway: Gateway, nodeId: string): CounterMemory {
  return {
    get: (name) => gateway.store.heard.get(`${nodeId}:${name}`),
    hear: (name, counter) => gateway.store.heard.hear(`${nodeId}:${name}`, counter),
  };
}

/** What a gateway says to a meter, as a listener mirrors it, is nothing that the meter said. */
function senderOf(message: Message): Sender {
  const link = linkOf(message);
  return message.direction === 'out'
    ? { link: `to ${link}` }
    : { meterId: meterIdOf(message), link };
}
