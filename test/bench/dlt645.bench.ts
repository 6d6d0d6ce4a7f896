import { decodeFrame, decodeFrames } from '../../src/dlt645';
import { FrameStream } from '../../src/framing';
import { fromHex } from '../../src/octets';

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
const MILLISECONDS = 1000;

interface Rate {
  readonly name: string;
  readonly framesPerSecond: number;
}

/** Frames decoded a second, by the least that a decoder could do and by ours, in one run. */
export function run(): Rate[] {
  const stream = Buffer.concat(Array.from({ length: FRAMES }, (_, index) => answer(index)));
  return [
    rate('limit: hand-written, stream to result objects', () => decodeAtTheLimit(stream)),
    rate('ours: decodeFrames, the same stream', () => decodeFrames(stream).frames.length),
    rate('ours: decodeFrame, frame by frame', decodeEach),
    rate('ours: FrameStream and decodeFrame, stream of segments', () => decodeStream(stream)),
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

/** The median of five runs, after one to warm up. */
function rate(name: string, decodeAll: () => number): Rate {
  const rates = Array.from({ length: 6 }, () => framesPerSecond(decodeAll)).slice(1);
  return { name, framesPerSecond: rates.sort((a, b) => a - b)[2] as number };
}

function framesPerSecond(decodeAll: () => number): number {
  const start = performance.now();
  let frames = 0;
  let elapsed = 0;
  while (elapsed < MILLISECONDS / 2) {
    if (decodeAll() !== FRAMES) throw new Error('not every frame was decoded');
    frames += FRAMES;
    elapsed = performance.now() - start;
  }
  return (frames / elapsed) * 1000;
}

if (require.main === module) {
  const rates = run();
  const limit = rates[0]?.framesPerSecond ?? Number.NaN;
  for (const { name, framesPerSecond: frames } of rates) {
    console.log(
      `${(frames / 1e6).toFixed(2)} M frames/s, ${(frames / limit).toFixed(2)} of the limit: ${name}`,
    );
  }
}
