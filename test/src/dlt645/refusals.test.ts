import 'should';
import {
  type Circumstances,
  decodeFrame,
  encodeRequest,
  type Request,
  refusal,
} from '../../../src/dlt645';

const address = '202001000012';
const password = '02123456';
const validUntil = '2026-11-21T12:05:00';

function refused(request: Request, circumstances: Partial<Circumstances> = {}): string {
  const now = '2026-11-21T12:00:00';
  return refusal(decodeFrame(encodeRequest(request)), { now, ...circumstances })?.code ?? 'none';
}

describe('a request is refused', () => {
  it('where it acts and goes to a wildcard or to every meter', () => {
    for (const to of ['AAAAAAAAAAAA', 'AAAAAAAA0012', '999999999999']) {
      const code = 'wildcard-address';
      refused({
        type: 'write',
        address: to,
        di: '04000102',
        password,
        value: '120000',
      }).should.equal(code);
      refused({ type: 'control', address: to, action: 'trip', password, validUntil }).should.equal(
        code,
      );
      refused({ type: 'clear-meter', address: to, password }, { confirmed: true }).should.equal(
        code,
      );
      refused({ type: 'read', address: to, di: '00010000' }).should.equal('none');
      refused({ type: 'freeze', address: to }).should.equal('none');
    }
    refused({ type: 'write-address', meterAddress: '1' }).should.equal('none');
    refused({ type: 'write-address', address: '999999999999', meterAddress: '1' }).should.equal(
      'wildcard-address',
    );
  });

  it('by what its octets say, whatever it was made from', () => {
    const request: Request = {
      type: 'vendor',
      address: 'AAAAAAAAAAAA',
      control: 0x1c,
      dataHex: '',
    };
    refused(request).should.equal('wildcard-address');
  });

  it('at levels 98 and 99 without authentication', () => {
    for (const level of ['98', '99']) {
      const request: Request = {
        type: 'control',
        address,
        action: 'trip',
        password: `${level}000001`,
        validUntil,
      };
      refused(request).should.equal('needs-authentication');
      refused(request, { authenticated: true }).should.equal('none');
    }
  });

  it('where it changes the rate of a line whose other end stays', () => {
    refused({ type: 'baud-rate', address, baud: 9600 }).should.equal('baud-rate');
    refused({ type: 'baud-rate', address, baud: 9600 }, { rateFollows: true }).should.equal('none');
  });

  it('where it clears and nobody has confirmed', () => {
    for (const type of ['clear-demand', 'clear-meter'] as const) {
      refused({ type, address, password }).should.equal('needs-confirmation');
      refused({ type, address, password }, { confirmed: true }).should.equal('none');
    }
    refused({ type: 'clear-events', address, password, events: 'all' }).should.equal(
      'needs-confirmation',
    );
  });

  it('where its time is more than five minutes off', () => {
    refused({ type: 'broadcast-time', time: '2026-11-21T12:05:00' }).should.equal('none');
    refused({ type: 'broadcast-time', time: '2026-11-21T12:05:01' }).should.equal('time-off');
    refused({ type: 'broadcast-time', time: '2026-11-21T11:54:59' }).should.equal('time-off');
  });

  it('where its time is no time at all', () => {
    const request: Request = {
      type: 'vendor',
      address: '999999999999',
      control: 8,
      dataHex: '000000000000',
    };
    refused(request).should.equal('time-off');
  });

  it('near midnight', () => {
    const at = (time: string) => refused({ type: 'broadcast-time', time }, { now: time });
    at('2026-11-21T23:54:00').should.equal('none');
    at('2026-11-21T23:56:00').should.equal('near-midnight');
    at('2026-11-21T00:04:59').should.equal('near-midnight');
    at('2026-11-21T00:05:00').should.equal('none');
  });
});
