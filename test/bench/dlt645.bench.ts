import { decodeFrame, decodeFrames } from '../../src/dlt645';
import { FrameStream } from '../../src/framing';
import { fromHex } from '../../src/octets';
import type { Figure } from './figure';
import { race } from './race';

/** Captured answers: energy, voltage, current, power, frequency; 22 to 26 octets with four lead octets. */
const ANSWERS = [
  'FE FE FE FE 68 60 07 92 04 00 91 68 91 08 33 33 33 33 97 35 A8 33 6A 16',
  'FE FE FE FE 68 43 10 00 11 34 00 68 91 06 33 34 34 35 CA 55 EE 16',
  'FE FE FE FE 68 61 01 00 00 00 00 68 91 07 33 34 35 35 CC 7C 33 16 16',
  'FE FE FE FE 68 61 01 00 00 00 00 68 91 07 33 33 36 35 45 58 33 6B 16',
  'FE FE FE FE 68 61 01 00 00 00 00 68 91 06 35 33 B3 35 33 83 CF 16',
].map(fromHex);

/** As TCP cuts a long stream. */
const SEGMENT = 1460;
const FRAMES = 1000;

/** Frames of a stream decoded to result objects, beside the least that a decoder could do. */
export function run(): Figure[] {
  const stream = new Uint8Array(
    Buffer.concat(Array.from({ length: FRAMES }, (_, at) => answer(at))),
  );
  const [limit, whole, each, segments] = race([
    () => decodeAtTheLimit(stream),
    () => decodeFrames(stream).frames.length,
    decodeEach,
    () => decodeStream(stream),
  ]);
  const figure = (name: string, ours: number, aim: number): Figure => {
    return {
      name,
      unit: 'frames/s',
      ours,
      baseline: limit,
      against: 'the hand-written limit',
      aim,
    };
  };
  return [
    figure('DL/T 645, a stream to result objects', whole, 0.3),
    figure('DL/T 645, frame by frame', each, 0.2),
    figure('DL/T 645, cut into TCP segments, through FrameStream', segments, 0.05),
  ];
}

function answer(index: number): Uint8Array {
  return ANSWERS[index % ANSWERS.length] as Uint8Array;
}

function decodeEach(): number {
  let decoded = 0;
  for (let index = 0; index < FRAMES; index++) {
    if (decodeFrame(answer(index)).value !== undefined) decoded++;
  }
  return decoded;
}

function decodeStream(octets: Uint8Array): number {
  const frames = new FrameStream({ protocols: ['dlt645'] });
  let decoded = 0;
  for (let at = 0; at < octets.length; at += SEGMENT) {
    for (const item of frames.push(octets.subarray(at, at + SEGMENT))) {
      if (decodeFrame(item.octets).value !== undefined) decoded++;
    }
  }
  return decoded;
}

/** The registers of the answers above and nothing more. */
const LIMIT_REGISTERS = new Map([
  [0x00000000, { name: 'combined active energy', unit: 'kWh', scale: 100, signed: true }],
  [0x02010100, { name: 'phase A voltage', unit: 'V', scale: 10, signed: false }],
  [0x02020100, { name: 'phase A current', unit: 'A', scale: 1000, signed: true }],
  [
    0x02030000,
    { name: 'total instantaneous active power', unit: 'kW', scale: 10000, signed: true },
  ],
  [0x02800002, { name: 'grid frequency', unit: 'Hz', scale: 100, signed: false }],
]);

/** All that the octets call for and no check that they do not: what speed could at most be. */
function decodeAtTheLimit(octets: Uint8Array): number {
  let decoded = 0;
  let at = 0;
  while (at < octets.length) {
    if (octets[at] !== 0x68) {
      at++;
      continue;
    }
    const end = at + 10 + (octets[at + 9] as number);
    let sum = 0;
    for (let index = at; index < end; index++) sum += octets[index] as number;
    if ((sum & 0xff) === octets[end] && limitResult(octets, at, end)) decoded++;
    at = end + 2;
  }
  return decoded;
}

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

function limitResult(octets: Uint8Array, at: number, end: number) {
  let address = '';
  for (let index = at + 6; index > at; index--) address += HEX[octets[index] as number];
  let di = 0;
  for (let index = at + 13; index > at + 9; index--)
    di = di * 256 + (((octets[index] as number) - 0x33) & 0xff);
  const register = LIMIT_REGISTERS.get(di);
  if (register === undefined) return undefined;
  let mantissa = 0;
  let negative = false;
  for (let index = end - 1; index > at + 13; index--) {
    let octet = ((octets[index] as number) - 0x33) & 0xff;
    if (register.signed && index === end - 1 && octet >= 0x80) {
      negative = true;
      octet &= 0x7f;
    }
    mantissa = mantissa * 100 + (octet >> 4) * 10 + (octet & 0x0f);
  }
  const value = (negative ? -mantissa : mantissa) / register.scale;
  return { address, di, name: register.name, value, unit: register.unit, raw: mantissa };
}
