import type { Apdu } from '../../src/dlms';
import { encodeApdu } from '../../src/dlms';
import { ApduProtector } from '../../src/dlms/compose';
import { isPublishedExampleKey, type Protection, type SecurityKeys } from '../../src/dlms/security';
import { MessageError } from '../shared/message-error';
import { octetsSetting } from '../shared/octets-setting';
import { choiceSetting, SettingError } from '../shared/settings';
import type { IvyDlmsEncodeCredentials, IvyDlmsEncodeProps } from './ivy-dlms-encode.props';

const PROTECTIONS: Readonly<Record<IvyDlmsEncodeProps['protection'], Protection | undefined>> = {
  none: undefined,
  'authenticated-encrypted': { authenticated: true, encrypted: true },
  authenticated: { authenticated: true, encrypted: false },
  encrypted: { authenticated: false, encrypted: true },
};

/** What a message says of how it is to be ciphered. */
export interface CipheringOrder {
  readonly invocationCounter?: unknown;
  readonly allowExampleKeys?: unknown;
}

/** Encodes an APDU, in its envelope where the dialog asks for one. */
export type Encoder = (apdu: Apdu, order: CipheringOrder) => Uint8Array;

/** @throws SettingError where keys are missing or cannot be read. */
export function encoderOf(
  props: Pick<IvyDlmsEncodeProps, 'protection' | 'general'>,
  credentials: Partial<IvyDlmsEncodeCredentials>,
): Encoder {
  const choices = Object.keys(PROTECTIONS) as IvyDlmsEncodeProps['protection'][];
  const protection = PROTECTIONS[choiceSetting('protection', props.protection, 'none', choices)];
  if (!protection) return (apdu) => encodeApdu(apdu);

  const systemTitle = octetsSetting('systemTitle', credentials.systemTitle);
  if (!systemTitle) throw new SettingError('a ciphered APDU needs our system title');
  const keys = keysIn(credentials);
  const isExample = Object.values(keys).some(isPublishedExampleKey);
  let counter: unknown;
  const protector = protectorOf({
    keys,
    systemTitle,
    protection,
    general: props.general,
    counters: { nextInvocationCounter: () => counter as number },
  });
  return (apdu, { invocationCounter, allowExampleKeys }) => {
    if (isExample && allowExampleKeys !== true) {
      throw new MessageError('a key that is published as an example protects nothing');
    }
    counter = counterIn(invocationCounter);
    return protector.protect(apdu);
  };
}

function keysIn(credentials: Partial<IvyDlmsEncodeCredentials>): SecurityKeys {
  const encryptionKey = octetsSetting('encryptionKey', credentials.encryptionKey);
  const authenticationKey = octetsSetting('authenticationKey', credentials.authenticationKey);
  const dedicatedKey = octetsSetting('dedicatedKey', credentials.dedicatedKey);
  return {
    ...(encryptionKey && { encryptionKey }),
    ...(authenticationKey && { authenticationKey }),
    ...(dedicatedKey && { dedicatedKey }),
  };
}

function protectorOf(options: ConstructorParameters<typeof ApduProtector>[0]): ApduProtector {
  try {
    return new ApduProtector(options);
  } catch (error) {
    throw new SettingError((error as Error).message);
  }
}

/** There is no default: a counter that comes twice under one key gives the key's secrets away. */
function counterIn(value: unknown): number {
  const isCounter =
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
  if (isCounter) return value as number;
  throw new MessageError('msg.invocationCounter must be a whole number from 0 to 4294967295');
}
