import type { NodeAPI } from 'node-red';
import { enframe, type Framing } from '../../src/dlms/compose';
import { asBuffer } from '../shared/frame-message';
import { type Message, onInput } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { registerNode } from '../shared/register-node';
import { booleanSetting, choiceSetting, numberSetting, textSetting } from '../shared/settings';
import { encoderOf } from './ciphering';
import type { IvyDlmsEncodeCredentials, IvyDlmsEncodeProps } from './ivy-dlms-encode.props';
import { requestReader } from './request';

const FRAMINGS = ['wrapper', 'hdlc', 'bare'] as const;
const PUBLIC_CLIENT = 16;
const MANAGEMENT_DEVICE = 1;

export = (RED: NodeAPI): void => {
  registerNode<IvyDlmsEncodeProps, IvyDlmsEncodeCredentials>(
    RED,
    'ivy-dlms-encode',
    (node, props) => {
      const readRequest = requestReader(RED, node, props);
      const general = booleanSetting('general', props.general, false);
      const encode = encoderOf({ ...props, general }, node.credentials ?? {});
      const framing = framingIn(props);
      onInput(node, async (message, send) => {
        const { request, frames } = await refusing(async () => {
          const apdu = await readRequest(message);
          const { invocationCounter, allowExampleKeys } = message;
          const octets = encode(apdu, { invocationCounter, allowExampleKeys });
          return { request: apdu, frames: enframe(octets, withNumbers(framing, message)) };
        });
        const id = RED.util.generateId();
        const { parts: _, ...rest } = message;
        for (const [index, frame] of frames.entries()) {
          const parts = frames.length > 1 ? { parts: { id, index, count: frames.length } } : {};
          send({ ...RED.util.cloneMessage(rest), ...parts, payload: asBuffer(frame), request });
        }
      });
    },
    {
      systemTitle: { type: 'text' },
      encryptionKey: { type: 'password' },
      authenticationKey: { type: 'password' },
      dedicatedKey: { type: 'password' },
      password: { type: 'password' },
    },
  );
};

function framingIn(props: IvyDlmsEncodeProps): Framing {
  const kind = choiceSetting('framing', props.framing, 'wrapper', FRAMINGS);
  if (kind === 'bare') return { kind };
  const limits = { min: 0, max: kind === 'hdlc' ? 0x3fff : 0xffff };
  const source = numberSetting('source', props.source, PUBLIC_CLIENT, limits);
  const destination = numberSetting('destination', props.destination, MANAGEMENT_DEVICE, limits);
  if (kind === 'wrapper' || textSetting(props.physicalDevice, '') === '') {
    return { kind, source, destination };
  }
  const physicalDevice = numberSetting('physicalDevice', props.physicalDevice, 0, limits);
  return { kind, source, destination, physicalDevice };
}

/** HDLC frames are numbered by a conversation that the flow leads: `msg.hdlc` has `send` and `receive`. */
function withNumbers(framing: Framing, { hdlc }: Message): Framing {
  if (framing.kind !== 'hdlc' || typeof hdlc !== 'object' || hdlc === null) return framing;
  const { send, receive } = hdlc as { send?: unknown; receive?: unknown };
  return {
    ...framing,
    ...(typeof send === 'number' && { send }),
    ...(typeof receive === 'number' && { receive }),
  };
}

/** What the codecs refuse is the message's fault, and Catch nodes are told so. */
async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError) {
      throw new MessageError(error.message);
    }
    throw error;
  }
}
