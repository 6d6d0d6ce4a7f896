import 'should';
import fc from 'fast-check';
import {
  type DataInput,
  decodeFrame,
  encodeFrame,
  encodeResponse,
  findRegister,
  parseFrame,
  REGISTERS_1997,
  REGISTERS_2007,
  type Register,
  type Standard,
} from '../../../src/dlt645';
import { FrameError } from '../../../src/octets';

const standards = fc.constantFrom<Standard>('2007', '1997');

/** One identifier of each family, and more: every eleventh there is. */
const identifiers = (['2007', '1997'] as const).flatMap((standard) => {
  const table = standard === '2007' ? REGISTERS_2007 : REGISTERS_1997;
  return [...table.identifiers()]
    .filter((_, at) => at % 11 === 0)
    .map((di) => [standard, di] as const);
});

describe('decoding', () => {
  it('gives a value or a FrameError for any octets at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), standards, (octets, standard) => {
        try {
          decodeFrame(octets, { standard });
        } catch (error) {
          (error instanceof FrameError).should.be.true();
        }
      }),
    );
  });

  it('gives a frame for any control code and data', () => {
    const parts = fc.record({
      control: fc.integer({ min: 0, max: 255 }),
      data: fc.uint8Array({ maxLength: 255 }),
    });
    fc.assert(
      fc.property(parts, standards, ({ control, data }, standard) => {
        const octets = encodeFrame({ address: '1', control, data });
        decodeFrame(octets, { standard }).should.containDeep({ control, length: data.length });
      }),
      { numRuns: 2000 },
    );
  });

  it('gives a value or a fault for any data of any register', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...identifiers),
        fc.uint8Array({ maxLength: 251 }),
        ([standard, di], data) => {
          const dataHex = Buffer.from(data).toString('hex');
          const octets = encodeResponse({ type: 'read', standard, address: '1', di, dataHex });
          decodeFrame(octets, { standard }).di?.should.equal(di);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('is the same in one step and in two', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...identifiers),
        fc.uint8Array({ maxLength: 5 }),
        ([standard, di], data) => {
          const dataHex = Buffer.from(data).toString('hex');
          const octets = encodeResponse({ type: 'read', standard, address: '1', di, dataHex });
          decodeFrame(octets, { standard }).should.deepEqual(
            decodeFrame(parseFrame(octets), { standard }),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('encoding', () => {
  it('gives what decodes to the same values, for every register', () => {
    for (const [standard, di] of identifiers) {
      const response = { type: 'read', standard, address: '1', di } as const;
      const read = (input: DataInput) =>
        decodeFrame(encodeResponse({ ...response, ...input }), { standard });
      for (const dataHex of samples(standard, di)) {
        const { value, values = [] } = read({ dataHex });
        const input = value === undefined ? { values } : { value };
        read(input).should.containEql(input);
      }
    }
  });
});

/** Data of the right length: zeros, digits, a top bit, no value, no BCD; what fits into one frame. */
function samples(standard: Standard, di: string): string[] {
  const layout = findRegister(di, standard)?.layout;
  const length = layout === undefined ? 0 : octetsOf(layout);
  if (length === 0 || length > 250) return [];
  return [
    '00'.repeat(length),
    '12345678'.repeat(length).slice(0, length * 2),
    `${'11'.repeat(length - 1)}91`,
    'FF'.repeat(length),
    `${'00'.repeat(length - 1)}0A`,
  ];
}

/** 0 where values do not say all: layouts of several sections, and text, which may not be printable. */
function octetsOf(layout: Register['layout']): number {
  switch (layout.kind) {
    case 'value':
      return layout.format.kind === 'text' ? 0 : layout.format.octets;
    case 'list':
      return layout.format.octets * (layout.count ?? 2);
    case 'record':
      return layout.fields.reduce((sum, { format, count }) => sum + format.octets * count, 0);
    default:
      return 0;
  }
}
