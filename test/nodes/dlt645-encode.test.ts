import should from 'should';
import dlt645Encode from '../../nodes/dlt645-encode/dlt645-encode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import { type Flow, hexOf, load, unload } from '../helpers/flow';

const METER = '000012345678';
const READ_VOLTAGE = '6878563412000068110433343435c916';
/** Friday 30 January 2026, by level 02 with password 123456, operator 00000001. */
const WRITE_DATE = '68785634120000681410343433373589674534333333386334593916';
const READ_1997 = '6878563412000068010243c3ed16';

/** Trip, by level 02, valid until the end of January 2026. */
const RELAY_COMMAND = '02563412010000001A00595923310126';

describe('dlt645-encode', () => {
  afterEach(unload);

  function node(settings: object = {}, credentials: object = {}, timezone = ''): Promise<Flow> {
    return load(
      [gateway, dlt645Encode],
      [
        { id: 'gw', type: 'ivy-gateway', timezone },
        { id: 'node', type: 'dlt645-encode', gateway: 'gw', ...settings },
      ],
      { node: credentials },
    );
  }

  /** What a Catch node gets for a request. */
  async function refused(payload: object, settings: object = {}): Promise<unknown> {
    const flow = await node(settings);
    flow.send('node', { payload });
    const { error } = await flow.caught();
    flow.rest('node').should.deepEqual([]);
    return error;
  }

  it('makes the frame that msg.payload asks for, and keeps the request', async () => {
    const flow = await node();
    flow.send('node', { payload: { type: 'read', address: METER, di: '02010100' }, mine: 7 });
    const message = await flow.next('node');
    hexOf(message).should.equal(READ_VOLTAGE);
    message.request.should.match({ type: 'read', address: METER, di: '02010100' });
    message.should.have.property('mine', 7);
  });

  it('makes the frame that its dialog asks for, whatever the payload', async () => {
    const flow = await node({ request: 'read', address: METER, di: '02010100', diType: 'di' });
    flow.send('node', { payload: 1_700_000_000_000 });
    hexOf(await flow.next('node')).should.equal(READ_VOLTAGE);
  });

  it('what a message says goes before what the dialog says', async () => {
    const flow = await node({ request: 'read', address: '1', di: '00000000', diType: 'di' });
    flow.send('node', { payload: { address: METER, di: '02010100' } });
    hexOf(await flow.next('node')).should.equal(READ_VOLTAGE);
  });

  it('asks the meter that the message is about', async () => {
    const flow = await node({ request: 'read', di: '02010100', diType: 'di' });
    flow.send('node', { meter: { id: METER, link: 'a-1' } });
    hexOf(await flow.next('node')).should.equal(READ_VOLTAGE);
  });

  it('takes address, identifier and value from where the dialog says', async () => {
    const flow = await node(
      {
        ...{ request: 'write', operator: '00000001' },
        ...{ address: 'number', addressType: 'msg', di: 'code', diType: 'msg' },
        ...{ value: 'date', valueType: 'msg' },
      },
      { password: '02123456' },
    );
    flow.send('node', { number: 12345678, code: '04000101', date: '26013005' });
    hexOf(await flow.next('node')).should.equal(WRITE_DATE);
  });

  it('keeps passwords to itself', async () => {
    const flow = await node({ request: 'write', di: '04000101' }, { password: '02123456' });
    const payload = { address: METER, value: '26013005', operator: '00000001' };
    flow.send('node', { payload });
    const message = await flow.next('node');
    hexOf(message).should.equal(WRITE_DATE);
    message.request.should.not.have.property('password');
    message.request.should.have.property('operator', '00000001');
  });

  it('puts lead bytes in front', async () => {
    const flow = await node({ request: 'read', address: METER, di: '02010100', leadBytes: '4' });
    flow.send('node', {});
    hexOf(await flow.next('node')).should.equal(`fefefefe${READ_VOLTAGE}`);
  });

  it('speaks the edition of 1997', async () => {
    const flow = await node({ request: 'read', address: METER, di: '9010', standard: '1997' });
    flow.send('node', {});
    hexOf(await flow.next('node')).should.equal(READ_1997);
  });

  it('broadcasts the time that the meters’ clocks should show', async () => {
    const zones = { UTC: 0, 'Asia/Shanghai': 8 } as const;
    const timeIn = (zone: keyof typeof zones) =>
      new Date(Date.now() + zones[zone] * 3_600_000).toISOString().slice(0, 15);
    // Around midnight the time is refused, as it should be.
    const zone = /T(?:23:5|00:0)/.test(timeIn('UTC')) ? 'Asia/Shanghai' : 'UTC';
    const flow = await node({ request: 'broadcast-time' }, {}, zone);
    flow.send('node', {});
    const { request } = await flow.next('node');
    String(request['time']).should.startWith(timeIn(zone));
  });

  it('refuses a request that lacks what it needs, and says what', async () => {
    should(await refused({ type: 'read', address: METER })).match({
      code: 'invalid-request',
      message: /"read" needs di/,
    });
  });

  it('refuses a message without a request', async () => {
    should(await refused({ hello: 'world' })).match({
      code: 'invalid-request',
      message: /type is one of .*\bread\b/,
    });
  });

  it('refuses a field of the wrong kind by its name', async () => {
    const payload = { type: 'read', address: METER, di: 2010100 };
    should(await refused(payload)).match({ code: 'invalid-request', message: /di is not text$/ });
  });

  it('refuses what the register cannot hold', async () => {
    const payload = { type: 'write', address: METER, di: '04000101', password: '02123456' };
    should(await refused({ ...payload, value: 'tomorrow' })).have.property(
      'code',
      'invalid-request',
    );
  });

  const credentials = { password: '02123456', operator: '00000001' };
  const refusals: readonly (readonly [what: string, payload: object, code: string])[] = [
    [
      'a write to whoever is there',
      { type: 'write', address: 'AAAAAAAAAAAA', di: '04000101', value: '26013005', ...credentials },
      'wildcard-address',
    ],
    [
      'a relay command to every meter',
      { type: 'control', address: '999999999999', action: 'trip', ...control(), ...credentials },
      'wildcard-address',
    ],
    [
      'a level that needs the security module',
      { type: 'control', address: METER, action: 'trip', ...control(), password: '98000000' },
      'needs-authentication',
    ],
    [
      'a relay command in the guise of a vendor’s own request',
      { type: 'vendor', control: 0x1c, address: 'AAAAAAAAAAAA', dataHex: RELAY_COMMAND },
      'wildcard-address',
    ],
    [
      'what no meter would make sense of',
      { type: 'vendor', control: 0x1c, address: METER, dataHex: '98' },
      'invalid-request',
    ],
    ['a change of the baud rate', { type: 'baud-rate', address: METER, baud: 9600 }, 'baud-rate'],
    ['a time that is far off', { type: 'broadcast-time', time: '2020-01-01T12:00:00' }, 'time-off'],
    [
      'clearing without a confirmation',
      { type: 'clear-demand', address: METER, ...credentials },
      'needs-confirmation',
    ],
  ];
  for (const [what, payload, code] of refusals) {
    it(`refuses ${what}`, async () => {
      should(await refused(payload)).match({ code, message: /\S/ });
    });
  }

  it('clears what is confirmed', async () => {
    const flow = await node();
    const payload = { type: 'clear-demand', address: METER, confirmed: true };
    flow.send('node', { payload: { ...payload, password: '00123456' } });
    hexOf(await flow.next('node')).should.equal('6878563412000068190833896745333333333916');
  });

  it('sets an address through the wildcard, on a line with one meter', async () => {
    const flow = await node();
    flow.send('node', { payload: { type: 'write-address', meterAddress: METER } });
    hexOf(await flow.next('node')).should.equal('68aaaaaaaaaaaa681506ab89674533332d16');
  });
});

function control(): object {
  return { validUntil: '2026-01-30T12:00:00' };
}
