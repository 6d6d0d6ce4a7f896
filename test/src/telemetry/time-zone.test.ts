import 'should';
import { TimeZone } from '../../../src/telemetry';

describe('the zone of a meter', () => {
  it('gives UTC in winter and in summer', () => {
    const berlin = new TimeZone('Europe/Berlin');
    berlin.meterTime('2026-01-30T12:00:00').should.eql({
      meterTime: '2026-01-30T12:00:00',
      meterTs: Date.UTC(2026, 0, 30, 11),
    });
    berlin
      .meterTime('2026-07-30T12:00:00')
      .should.containEql({ meterTs: Date.UTC(2026, 6, 30, 10) });
  });

  it('claims no UTC time in the hour that comes twice', () => {
    new TimeZone('Europe/Berlin').meterTime('2026-10-25T02:30:00').should.eql({
      meterTime: '2026-10-25T02:30:00',
      quality: 'clock-ambiguous',
    });
  });

  it('unless the meter says which of the two it is', () => {
    const zone = new TimeZone('America/New_York');
    zone
      .meterTime('2026-11-01T01:30:00', true)
      .should.containEql({ meterTs: Date.UTC(2026, 10, 1, 5, 30) });
    zone
      .meterTime('2026-11-01T01:30:00', false)
      .should.containEql({ meterTs: Date.UTC(2026, 10, 1, 6, 30) });
  });

  it('claims none in the hour that is left out', () => {
    new TimeZone('Europe/Berlin')
      .meterTime('2026-03-29T02:30:00')
      .should.eql({ meterTime: '2026-03-29T02:30:00' });
  });

  it('is right at both edges of a change', () => {
    const berlin = new TimeZone('Europe/Berlin');
    berlin
      .meterTime('2026-10-25T01:59:59')
      .should.containEql({ meterTs: Date.UTC(2026, 9, 24, 23, 59, 59) });
    berlin
      .meterTime('2026-10-25T03:00:00')
      .should.containEql({ meterTs: Date.UTC(2026, 9, 25, 2) });
    berlin
      .meterTime('2026-03-29T03:00:00')
      .should.containEql({ meterTs: Date.UTC(2026, 2, 29, 1) });
  });

  it('takes half-hour zones, and passes on what is no time', () => {
    new TimeZone('Asia/Kolkata')
      .meterTime('2026-01-01T05:30:00')
      .should.containEql({ meterTs: Date.UTC(2026, 0, 1) });
    new TimeZone('UTC').meterTime('2026-13-01T00:00:00').should.eql({
      meterTime: '2026-13-01T00:00:00',
    });
  });

  it('refuses a name that is no zone', () => {
    (() => new TimeZone('Mars/Olympus')).should.throw(RangeError);
  });
});
