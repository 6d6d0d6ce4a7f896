import fc from 'fast-check';
import should from 'should';
import { type Apdu, decodeApdu, encodeApdu } from '../../../src/dlms';
import { FrameError, fromHex, toHex } from '../../../src/octets';
import { APDU_FORMS } from './apdu-arbitraries';

const NOT_CONFIRMED = { confirmed: false, highPriority: false };
const VOLTAGE = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 };

function refuses(hex: string, code: string, options = {}): void {
  (() => decodeApdu(fromHex(hex), options)).should.throw(FrameError, { code });
}

describe('what an EM114070 was seen to accept', () => {
  it('is encoded octet for octet: the AARQ', () => {
    const aarq: Apdu = {
      type: 'aarq',
      applicationContext: 'LN',
      mechanism: 'none',
      initiateRequest: {
        dlmsVersion: 6,
        conformance: [
          'block-transfer-with-get-or-read',
          'block-transfer-with-set-or-write',
          'block-transfer-with-action',
          'multiple-references',
          'get',
          'set',
          'selective-access',
          'action',
        ],
        maxPduSize: 65535,
        responseAllowed: true,
      },
    };
    toHex(encodeApdu(aarq)).should.equal(
      '601da109060760857405080101be10040e01000000065f1f0400001e1dffff',
    );
  });

  it('is encoded octet for octet: GET with a bare counter as invoke octet', () => {
    const get = { type: 'get-request', kind: 'normal', ...NOT_CONFIRMED } as const;
    const octets = [1, 2, 3].map((invokeId) =>
      toHex(encodeApdu({ ...get, invokeId, attribute: VOLTAGE, selection: null })),
    );
    octets.should.deepEqual([
      'c001010003' + '01000c0700ff' + '0200',
      'c001020003' + '01000c0700ff' + '0200',
      'c001030003' + '01000c0700ff' + '0200',
    ]);
  });

  it('is encoded octet for octet: remote_disconnect without a parameter, and RLRQ', () => {
    const method = { classId: 70, obis: '0-0:96.3.10.255', method: 1 };
    const action = { type: 'action-request', kind: 'normal', ...NOT_CONFIRMED } as const;
    toHex(encodeApdu({ ...action, invokeId: 3, method, data: null })).should.equal(
      'c301030046000060030aff0100',
    );
    toHex(encodeApdu({ type: 'rlrq', reason: 'normal' })).should.equal('6203800100');
  });
});

describe('an APDU', () => {
  it('is decoded to itself from what it is encoded to', () => {
    for (const form of APDU_FORMS) {
      fc.assert(
        fc.property(form, (apdu) => {
          decodeApdu(encodeApdu(apdu)).should.deepEqual(apdu);
        }),
        { numRuns: 40 },
      );
    }
  });

  it('is refused wherever it is cut off', () => {
    fc.assert(
      fc.property(fc.oneof(...APDU_FORMS), fc.nat(), (apdu, at) => {
        const octets = encodeApdu(apdu);
        const cut = octets.subarray(0, at % octets.length);
        (() => decodeApdu(cut)).should.throw(FrameError);
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused with octets left over', () => {
    refuses('c401c1000600005c5400', 'end');
    refuses('d8010100', 'end');
    refuses('620380010000', 'end');
  });

  it('is refused with an unknown tag, kind or choice, or empty', () => {
    refuses('99010203', 'tag');
    refuses('c009c1', 'tag');
    refuses('c401c10200', 'tag');
    refuses('', 'truncated');
  });

  it('is a value or a FrameError, whatever the octets, leniently too', () => {
    const tag = fc.oneof(
      fc.nat(255),
      fc.constantFrom(...[15, 96, 97, 99, 194, 196, 199, 217, 218]),
    );
    const tail = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(tag, tail, fc.boolean(), (first, rest, lenient) => {
        const octets = Uint8Array.of(first, ...rest);
        try {
          decodeApdu(octets, { lenient }).type.should.be.a.String();
        } catch (error) {
          (error as Error).should.be.instanceof(FrameError);
        }
        toHex(octets.subarray(1)).should.equal(toHex(rest));
      }),
      { numRuns: 5000 },
    );
  });

  it('with one octet changed is a value or a FrameError', () => {
    fc.assert(
      fc.property(fc.oneof(...APDU_FORMS), fc.nat(), fc.nat(255), (apdu, at, value) => {
        const octets = encodeApdu(apdu);
        octets[at % octets.length] = value;
        try {
          decodeApdu(octets, { lenient: true });
        } catch (error) {
          (error as Error).should.be.instanceof(FrameError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is plain JSON', () => {
    fc.assert(
      fc.property(fc.oneof(...APDU_FORMS), (apdu) => {
        const decoded = decodeApdu(encodeApdu(apdu));
        JSON.parse(JSON.stringify(decoded)).should.deepEqual(decoded);
      }),
    );
  });

  it('with a counter of no 4 bits, a name of nothing or half an octet is not encoded', () => {
    const get = { type: 'get-request', kind: 'normal', ...NOT_CONFIRMED, selection: null } as const;
    (() => encodeApdu({ ...get, invokeId: 16, attribute: VOLTAGE })).should.throw(RangeError);
    (() =>
      encodeApdu({ ...get, invokeId: 1, attribute: { ...VOLTAGE, obis: '1-0' } })).should.throw(
      SyntaxError,
    );
    (() => encodeApdu({ type: 'nonsense' } as unknown as Apdu)).should.throw(TypeError);
  });
});

describe('a register answer', () => {
  it('is the same on the short path as on the long one', () => {
    const number = fc.constantFrom(5, 6, 15, 16, 17, 18, 22);
    fc.assert(
      fc.property(number, fc.nat(255), fc.uint8Array({ maxLength: 5 }), (tag, invoke, value) => {
        const answer = Uint8Array.of(0xc4, 1, invoke, 0, tag, ...value);
        // The same data as the only one of a list, which has no short path.
        const list = Uint8Array.of(0xc4, 3, invoke, 1, 0, tag, ...value);
        should(outcome(answer)).deepEqual(outcome(list));
      }),
      { numRuns: 2000 },
    );
  });

  function outcome(octets: Uint8Array): unknown {
    try {
      const apdu = decodeApdu(octets);
      if (apdu.type !== 'get-response') return apdu.type;
      const { invokeId, confirmed, highPriority } = apdu;
      const data =
        apdu.kind === 'with-list' ? apdu.results[0] : { data: 'data' in apdu && apdu.data };
      return { invokeId, confirmed, highPriority, data };
    } catch (error) {
      return error instanceof FrameError ? error.code : error;
    }
  }
});
