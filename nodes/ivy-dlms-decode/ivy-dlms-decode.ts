import type { NodeAPI } from 'node-red';
import {
  ApduReceiver,
  type KeyRing,
  keyRing,
  type Sender,
  senderKeys,
} from '../../src/dlms/receive';
import type { Protection } from '../../src/dlms/security';
import { type Message, onInput } from '../shared/guard';
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
      const receiver = new ApduReceiver({
        keys: keysIn(node.credentials),
        policy: PROTECTIONS[choice],
        lenient: booleanSetting('lenient', props.lenient, false),
      });
      onInput(node, (message, send) => {
        const { wrapper: _, hdlc: __, verified: ___, ...rest } = message;
        for (const received of receiver.receive(octetsFrom(message.payload), senderOf(message))) {
          const { apdu, isDeciphered, ...frame } = received;
          const verified = isDeciphered ? { verified: choice !== 'unverified' } : {};
          send({ ...RED.util.cloneMessage(rest), ...frame, ...verified, payload: apdu });
        }
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

function keysIn(credentials: Partial<IvyDlmsDecodeCredentials> | undefined): KeyRing {
  const { meterKeys, ...texts } = credentials ?? {};
  const given = Object.entries(texts).map(([name, text]) => [name, textSetting(text, '')]);
  try {
    return keyRing(textSetting(meterKeys, ''), senderKeys(Object.fromEntries(given)));
  } catch (error) {
    throw new SettingError((error as Error).message);
  }
}

/** What a gateway says to a meter, as a listener mirrors it, is nothing that the meter said. */
function senderOf(message: Message): Sender {
  const link = linkOf(message);
  return message.direction === 'out'
    ? { link: `to ${link}` }
    : { meterId: meterIdOf(message), link };
}
