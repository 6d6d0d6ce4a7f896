import {
  type HdlcAddress,
  type HdlcControl,
  type HdlcFrame,
  LLC_COMMAND,
  LLC_RESPONSE,
  parseHdlcFrame,
  SegmentJoiner,
} from '../../dlms/hdlc';
import { readAddress } from '../../dlms/hdlc/address';
import type { Explanation } from '../explanation';
import { leaf, loosely, octets, type Part, sequence, u8, u16 } from '../parts';
import { type Walk, walkOver } from '../walk';
import { octetCount, words } from '../wording';
import { type ApduContent, type ApduContext, explainApdu, explainApduIn } from './explain-apdu';

const LENGTH = 0x07ff;
const SEGMENTED = 0x0800;
const CHECK_LENGTH = 2;
const FLAG = leaf('flag', u8, () => '');
const NOTHING: ApduContent = { summary: '', notes: [], inside: [] };

/** Explains HDLC frames that come one after another: the segments of a message belong together. */
export class HdlcExplainer {
  readonly #context: ApduContext;
  readonly #joiner = new SegmentJoiner();
  /** How many segments of an unfinished message there were. */
  #segments = 0;

  constructor(context: ApduContext) {
    this.#context = context;
  }

  /**
   * A frame with its flags; behind the last of several segments, the message that they are.
   * @throws FrameError as `parseHdlcFrame` does, and where a message grows beyond any PDU.
   */
  explain(octets: Uint8Array): Explanation {
    const frame = parseHdlcFrame(octets);
    const walk = walkOver(octets);
    header(frame)(walk);
    const { summary, decoded, ...content } = this.information(walk, frame);
    TRAILER(walk);
    return {
      kind: 'hdlc',
      summary: `${headline(frame)}${summary && `: ${summary}`}`,
      fields: walk.fields,
      decoded: { type: 'hdlc', ...decodedHeader(frame), ...(decoded && { apdu: decoded }) },
      ...content,
    };
  }

  /** What the frame carries between its check sequences. */
  private information(walk: Walk, frame: HdlcFrame): ApduContent {
    const { control, information } = frame;
    if (information.length === 0) return NOTHING;
    walk.note('HCS', octets(CHECK_LENGTH), () => 'check of the header');
    const inner = walk.part(information.length);
    if (control.kind === 'I' || control.kind === 'UI') return this.segment(inner, frame);
    if (control.kind === 'SNRM' || control.kind === 'UA') loosely(PARAMETERS)(inner);
    inner.noteRest('octets', '');
    return NOTHING;
  }

  private segment(inner: Walk, frame: HdlcFrame): ApduContent {
    const message = this.#joiner.add(frame);
    const number = this.#segments + 1;
    this.#segments = message ? 0 : number;
    if (number === 1) llcHeader(inner);
    if (number === 1 && message) return explainApduIn(inner, this.#context);
    inner.noteRest('segment', `${number}, to be joined with the others`);
    if (message === undefined) return NOTHING;
    const apdu = explainApdu(message, this.#context);
    return { summary: apdu.summary, notes: [`${number} segments put together`], inside: [apdu] };
  }
}

function decodedHeader({ destination, source, control, segmented }: HdlcFrame): object {
  return { destination, source, control, segmented };
}

function header({ destination, source, control }: HdlcFrame): Part {
  return sequence(
    FLAG,
    leaf('frame format', u16, formatText),
    leaf('destination address', readAddress, () => addressText(destination)),
    leaf('source address', readAddress, () => addressText(source)),
    leaf('control', u8, () => controlText(control)),
  );
}

const TRAILER = sequence(
  leaf('FCS', octets(CHECK_LENGTH), () => 'check of the whole frame'),
  FLAG,
);

/** What SNRM proposes and UA grants. */
const PARAMETERS: Part = sequence(
  leaf('format identifier', u8, () => ''),
  leaf('group identifier', u8, () => 'parameters'),
  leaf('group length', u8, (length) => octetCount({ length })),
  (walk) => {
    while (walk.remaining > 0) PARAMETER(walk.deeper());
  },
);

const PARAMETER_NAMES: Readonly<Record<number, string>> = {
  5: 'maximum information field length, transmit',
  6: 'maximum information field length, receive',
  7: 'window size, transmit',
  8: 'window size, receive',
};

const PARAMETER: Part = (walk) => {
  const name = PARAMETER_NAMES[walk.reader.peek()] ?? 'unknown parameter';
  walk.note(
    name,
    (reader) => {
      reader.skip(1);
      return reader.take(reader.u8());
    },
    (value) => `${value.reduce((high, octet) => high * 0x100 + octet, 0)}`,
  );
};

/** In front of a message, though not of every segment. */
function llcHeader(walk: Walk): void {
  const found = walk.ahead(octets(LLC_COMMAND.length));
  if (!found || !HEADERS.some((header) => Buffer.compare(header, found) === 0)) return;
  walk.note('LLC header', octets(found.length), ([, source]) =>
    source === LLC_COMMAND[1] ? 'a command' : 'a response',
  );
}

const HEADERS = [LLC_COMMAND, LLC_RESPONSE];

function headline({ destination, source, control, segmented }: HdlcFrame): string {
  const ends = `to ${addressText(destination)} from ${addressText(source)}`;
  return words(`HDLC ${controlText(control)}`, ends, segmented && 'more segments follow');
}

function formatText(format: number): string {
  return words(
    `type 3, ${format & LENGTH} octets between the flags`,
    format & SEGMENTED ? 'more segments follow' : '',
  );
}

/** The logical device, or the client, and the physical device where there is one. */
function addressText({ upper, lower }: HdlcAddress): string {
  return lower === undefined ? `${upper}` : `${upper}/${lower}`;
}

function controlText(control: HdlcControl): string {
  const numbers = [
    'send' in control && `N(S) ${control.send}`,
    'receive' in control && `N(R) ${control.receive}`,
    control.pollFinal && 'P/F',
  ];
  return [control.kind, ...numbers].filter((word) => word).join(' ');
}
