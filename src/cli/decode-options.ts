import { parseArgs } from 'node:util';
import { PROTOCOL_CHOICES, type ProtocolChoice } from '../explain';

/** What a user asks of `ivy-gateway decode`. */
export interface DecodeOptions {
  readonly help: boolean;
  readonly json: boolean;
  readonly protocol: ProtocolChoice;
  /** The file with the keys. */
  readonly keys: string | undefined;
  /** Frames in hex; none: they come from standard input. */
  readonly frames: readonly string[];
}

export const USAGE = `ivy-gateway decode [options] [HEX…]

Explains frames, octet by octet. Each HEX is a line of input; without one, lines come from standard input.
A line may have spaces, colons and 0x between octets; empty lines and lines that start with # are skipped.

  --protocol WHAT   which frames are looked for in a line: auto (the default) for all kinds, dlt645,
                    wrapper, hdlc, or dlms for these two and bare APDUs
  --keys FILE       JSON with keys in hex: {"systemTitle", "encryptionKey", "authenticationKey",
                    "dedicatedKey"}, a list of these, or these by system title
  --json            one JSON object a line
  --help

Exit code: 0 when every line was decoded, 1 when one was not, 2 for bad usage.
NO_COLOR turns colours off.
`;

/** @throws TypeError with a text for the user where an option or its value cannot be understood. */
export function decodeOptions(args: string[]): DecodeOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      protocol: { type: 'string' },
      keys: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    protocol: protocol(values.protocol ?? 'auto'),
    keys: values.keys,
    frames: framesIn(positionals),
  };
}

function protocol(text: string): ProtocolChoice {
  const choice = PROTOCOL_CHOICES.find((candidate) => candidate === text);
  if (choice) return choice;
  throw new TypeError(`--protocol needs one of ${PROTOCOL_CHOICES.join(', ')}, not "${text}"`);
}

/** No frame has one octet only: a shell took a pasted frame to pieces. */
function framesIn(positionals: readonly string[]): readonly string[] {
  const pieces = positionals.every((text) => /^(?:0x)?[0-9a-f]{2}[,:]?$/i.test(text));
  return pieces && positionals.length > 1 ? [positionals.join(' ')] : positionals;
}
