import 'should';
import { type Apdu, decodeApdu } from '../../../src/dlms';
import { FrameError, fromHex } from '../../../src/octets';

/** Refused as they stand; read leniently, with a warning. */
function survived(hex: string): Apdu {
  const octets = fromHex(hex);
  (() => decodeApdu(octets)).should.throw(FrameError);
  const apdu = decodeApdu(octets, { lenient: true });
  (apdu.warnings ?? []).should.not.be.empty();
  return apdu;
}

describe('read leniently', () => {
  it('what keeps to the standard is read as always, without a warning', () => {
    for (const hex of ['c401c1000600005c54', '6303800100', 'c401c1001704000001', 'c701c10000']) {
      decodeApdu(fromHex(hex), { lenient: true }).should.deepEqual(decodeApdu(fromHex(hex)));
    }
  });

  it('an RLRE with wrong inner lengths is an RLRE', () => {
    const apdu = survived('6311800100be0f040e0800065f1f0400001e5d04000007');
    apdu.should.containEql({ type: 'rlre', reason: 'normal' });
  });

  it('an ACTION.response without presence octet has no return parameters', () => {
    survived('c701c103')
      .should.containEql({ result: 'read-write-denied' })
      .and.not.have.key('data');
  });

  it('a failed last item without its result failed for another reason', () => {
    survived('c403c10200110501').should.containDeep({
      results: [{ data: { type: 'unsigned', value: 5 } }, { error: 'other-reason' }],
    });
  });

  it('a float with its length in front is that float', () => {
    survived('c401c10017044365c000').should.containDeep({
      data: { type: 'float32', value: 229.75 },
    });
    survived('c401c1001808406cc40000000000').should.containDeep({
      data: { type: 'float64', value: 230.125 },
    });
  });

  it('a long64 without octets is no value', () => {
    survived('c401c10014').should.containDeep({ data: { type: 'null-data', value: null } });
  });

  it('a stray tag in front of the date-time of a push is skipped', () => {
    survived('0f40000000090c07e1090f05052128ff8000001105').should.containDeep({
      dateTime: { year: 2017, second: 40 },
      data: { type: 'unsigned', value: 5 },
    });
  });

  it('bare descriptors of a push are entries, and data is as the standard would have it', () => {
    const value = { type: 'double-long-unsigned', value: 7 };
    survived(
      '0f800000010002021601010102020003' + '0100010800ff' + '020600000007',
    ).should.containDeep({
      header: { type: 'enum', value: 1 },
      entries: [{ classId: 3, obis: '1-0:1.8.0.255', attribute: 2, data: value }],
      data: {
        type: 'structure',
        value: [
          { type: 'enum', value: 1 },
          {
            type: 'array',
            value: [
              {
                type: 'structure',
                value: [
                  { type: 'long-unsigned', value: 3 },
                  { type: 'octet-string', value: '0100010800ff' },
                  { type: 'integer', value: 2 },
                  value,
                ],
              },
            ],
          },
        ],
      },
    });
  });

  it('an invocation-counter-error without the counter is still that error', () => {
    survived('d80206').should.containEql({ serviceError: 'invocation-counter-error' });
  });

  it('the fault of what cannot be survived is that of the strict reading', () => {
    const octets = fromHex('c401c1000600005c');
    (() => decodeApdu(octets, { lenient: true })).should.throw(FrameError, { code: 'truncated' });
  });
});

describe('an EventNotification without the presence octet of its time', () => {
  const data = { type: 'double-long-unsigned', value: 23636 };
  const attribute = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 };

  it('is read, with a warning, where the standard form does not fit', () => {
    const apdu = decodeApdu(fromHex('c2000301000c0700ff020600005c54'));
    apdu.should.containDeep({ time: null, attribute, data });
    (apdu.warnings ?? []).should.have.length(1);
  });

  it('may have a bare date-time in front, a length before its name, and further values behind', () => {
    const time = '07ea011e0504221300800000';
    decodeApdu(fromHex(`c2${time}00030601000c0700ff020600005c541105`)).should.containDeep({
      time: { year: 2026, month: 1, dayOfMonth: 30 },
      attribute,
      data,
      furtherData: [{ type: 'unsigned', value: 5 }],
    });
  });

  it('is told by its class where the standard form fits as well', () => {
    decodeApdu(fromHex('c200010000600b00ff021600')).should.containDeep({
      attribute: { classId: 1, obis: '0-0:96.11.0.255', attribute: 2 },
      data: { type: 'enum', value: 0 },
    });
  });

  it('never takes the place of the standard form, nor of one that is cut off', () => {
    (() => decodeApdu(fromHex('c2010cffffff01ff00000000008000'))).should.throw(FrameError);
    decodeApdu(fromHex('c200000301000c0700ff020600005c54'))
      .should.containDeep({ time: null, attribute, data })
      .and.not.have.key('warnings');
  });
});
