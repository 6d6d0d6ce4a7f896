import 'should';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  decodeApdu,
  decodeData,
  encodeApdu,
  encodeData,
  joinDataBlocks,
  joinTransferBlocks,
} from '../../../src/dlms';
import { FrameError, fromHex, toHex } from '../../../src/octets';

interface Vector {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly hex: string;
  readonly lenient?: boolean;
  readonly expect: { readonly type: string };
}

/** What may be sent in two ways, and comes back in the shorter or the usual one. */
const OTHERWISE_ENCODED = new Map([
  ['o011', 'an explicit protocol-version is the default'],
  ['o033', 'true is 01H, though any octet but 00H is true'],
]);

/** Vectors that are no single APDU. */
const OTHER_CATEGORIES = new Set(['malformed', 'wrapper', 'hdlc', 'session', 'security-context']);
const OTHER_ANSWERS = new Set(['data', 'gbt-sequence', 'wrapped-key', 'error']);

const file = path.join(__dirname, '../../vectors/dlms.json');
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: readonly Vector[] };
const apdus = vectors.filter(
  ({ id, category, expect, lenient, ...vector }) =>
    !lenient &&
    !('apdus' in vector) &&
    !OTHER_CATEGORIES.has(category) &&
    !OTHER_ANSWERS.has(expect.type) &&
    !OTHERWISE_ENCODED.has(id),
);

describe('an APDU that was captured or published', () => {
  it('is among the vectors more than a hundred times', () => {
    apdus.length.should.be.above(100);
  });

  for (const { id, name, hex } of apdus) {
    it(`is encoded octet for octet: ${id} ${name}`, () => {
      toHex(encodeApdu(decodeApdu(fromHex(hex)))).should.equal(hex);
    });
  }
});

describe('data that was captured', () => {
  for (const { id, name, hex } of vectors.filter(({ expect }) => expect.type === 'data')) {
    it(`is encoded octet for octet: ${id} ${name}`, () => {
      toHex(encodeData(decodeData(fromHex(hex)))).should.equal(hex);
    });
  }

  it('with a compact-array of arrays is encoded octet for octet', () => {
    const hex = '13020211010002120501000b000c';
    toHex(encodeData(decodeData(fromHex(hex)))).should.equal(hex);
  });
});

describe('blocks', () => {
  const first = { lastBlock: false, blockNumber: 1, rawData: '0102' };
  const last = { lastBlock: true, blockNumber: 2, rawData: '03' };

  it('are joined in order', () => {
    toHex(joinDataBlocks([first, last])).should.equal('010203');
  });

  it('of general block transfer are joined likewise', () => {
    const head = { type: 'general-block-transfer', streaming: false, window: 1 } as const;
    const blocks = [first, last].map(({ rawData, ...block }) => ({
      ...head,
      ...block,
      blockNumberAck: 0,
      blockData: rawData,
    }));
    toHex(joinTransferBlocks(blocks)).should.equal('010203');
  });

  it('are refused where one is missing, the last one or all', () => {
    (() => joinDataBlocks([last])).should.throw(FrameError, { code: 'range' });
    (() => joinDataBlocks([first])).should.throw(FrameError, { code: 'truncated' });
    (() => joinDataBlocks([])).should.throw(FrameError, { code: 'truncated' });
  });
});
