import 'should';
import should from 'should';
import {
  type CosemDateTime,
  clockStatusOf,
  dateOf,
  dateTimeOf,
  epochMilliseconds,
  isoDateTime,
  localMilliseconds,
  secondsLater,
  timeOf,
} from '../../../../src/dlms';

function dateTime(hex: string): CosemDateTime {
  const value = dateTimeOf({ type: 'octet-string', value: hex });
  if (value === undefined) throw new Error('no date-time');
  return value;
}

/** 2026-11-21 19:14:05, UTC+3. */
const NOVEMBER = dateTime('07ea0b1506130e0500ff4c00');

describe('a COSEM date-time', () => {
  it('has a deviation that is added to local time to give UTC', () => {
    NOVEMBER.deviation?.should.equal(-180);
    isoDateTime(NOVEMBER)?.should.equal('2026-11-21T19:14:05+03:00');
    epochMilliseconds(NOVEMBER)?.should.equal(Date.UTC(2026, 10, 21, 16, 14, 5));
  });

  it('may be of a meter that inverts the deviation, or whose deviation is not to be believed', () => {
    isoDateTime(NOVEMBER, 'inverted')?.should.equal('2026-11-21T19:14:05-03:00');
    epochMilliseconds(NOVEMBER, 'inverted')?.should.equal(Date.UTC(2026, 10, 21, 22, 14, 5));
    isoDateTime(NOVEMBER, 'ignored')?.should.equal('2026-11-21T19:14:05');
    should(epochMilliseconds(NOVEMBER, 'ignored')).be.null();
  });

  it('without a deviation is local time only', () => {
    const local = dateTime('07ea011e05042213008000ff');
    isoDateTime(local)?.should.equal('2026-01-30T04:34:19');
    should(epochMilliseconds(local)).be.null();
    should(clockStatusOf(local)).be.null();
  });

  it('with a deviation that no zone has counts as without one', () => {
    isoDateTime({ ...NOVEMBER, deviation: 900 })?.should.equal('2026-11-21T19:14:05');
  });

  it('shows hundredths where there are some, and Z at UTC', () => {
    const odd = { ...NOVEMBER, deviation: 0, hundredths: 25 };
    isoDateTime(odd)?.should.equal('2026-11-21T19:14:05.25Z');
  });

  it('with an unspecified or special date is no moment', () => {
    const rule = dateTime('fffffefe07020000008000ff');
    rule.should.containEql({ year: null, month: 'dst-begin', dayOfMonth: 'last' });
    should(isoDateTime(rule)).be.null();
    should(localMilliseconds({ ...NOVEMBER, hour: null })).be.null();
  });

  it('of a day or hour that does not exist is no moment', () => {
    should(localMilliseconds({ ...NOVEMBER, month: 2, dayOfMonth: 30 })).be.null();
    should(localMilliseconds({ ...NOVEMBER, month: 13 })).be.null();
    should(localMilliseconds({ ...NOVEMBER, hour: 24 })).be.null();
    should(localMilliseconds({ ...NOVEMBER, minute: 60 })).be.null();
  });

  it('has status bits by name', () => {
    clockStatusOf({ ...NOVEMBER, clockStatus: 0x83 })?.should.deepEqual({
      invalid: true,
      doubtful: true,
      differentBase: false,
      invalidStatus: false,
      daylightSaving: true,
    });
  });

  it('some seconds later is by the same clock, over the end of a year too', () => {
    const last = dateTime('07e90c1f03173b00ff800000');
    secondsLater(last, 900)?.should.deepEqual({
      ...last,
      year: 2026,
      month: 1,
      dayOfMonth: 1,
      dayOfWeek: 4,
      hour: 0,
      minute: 14,
    });
  });

  it('is 12 octets or a date-time, nothing else', () => {
    dateTimeOf({ type: 'date-time', value: NOVEMBER })?.should.equal(NOVEMBER);
    should(dateTimeOf({ type: 'octet-string', value: '07ea' })).be.undefined();
    should(dateTimeOf({ type: 'visible-string', value: 'abcdefghijkl' })).be.undefined();
  });
});

describe('a COSEM date or time', () => {
  it('is an octet string of 5 or 4 octets', () => {
    dateOf({ type: 'octet-string', value: '07ea031d07' })?.should.deepEqual({
      year: 2026,
      month: 3,
      dayOfMonth: 29,
      dayOfWeek: 7,
    });
    timeOf({ type: 'octet-string', value: '172d00ff' })?.should.deepEqual({
      hour: 23,
      minute: 45,
      second: 0,
      hundredths: null,
    });
  });
});
