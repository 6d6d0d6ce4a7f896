import 'should';
import dlt645Encode from '../../nodes/dlt645-encode/dlt645-encode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { Caller } from '../helpers/caller';
import { type Flow, load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';
const OBIS = '0000600a00ff';

/** Classes that switch: scripts, schedules, calendars, monitors, arbitrator, disconnect control, limiter. */
const CLASSES = ['0009', '000a', '0014', '0015', '0016', '0044', '0046', '0047'];

/** What switches, as octets that anybody may put together. */
const OCTETS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    CLASSES.flatMap((classId) => [
      [`SET of class ${classId}`, `000100100001000fc101c1${classId}${OBIS}02001105`],
      [`ACTION of class ${classId}`, `000100100001000fc301c1${classId}${OBIS}01010f00`],
    ]),
  ),
  'function 1CH': dlt645('1c', '350000000000000000004d33595992c33354'),
  'function 1DH': dlt645('1d', '35000000000000000000'),
  'function 1CH behind a read': `${dlt645('11', '33333433')}${dlt645('1c', '350000000000000000004d33')}`,
  'function 1CH inside a wrapper frame': `0001001000010010${dlt645('1c', '35000000')}`,
};

/** A frame for meter 000012345678 with data that have the offset already. */
function dlt645(control: string, data: string): string {
  const length = (data.length / 2).toString(16).padStart(2, '0');
  const frame = Buffer.from(`6878563412000068${control}${length}${data}`, 'hex');
  const sum = frame.reduce((total, octet) => (total + octet) & 0xff, 0);
  return `${frame.toString('hex')}${sum.toString(16).padStart(2, '0')}16`;
}

describe('where nobody has ordered it by ivy-command, nothing switches, however much is allowed', () => {
  let flow: Flow;
  let caller: Caller;

  before(async () => {
    const port = await freePort();
    const onGateway = { gateway: 'gw' };
    flow = await load(
      [gateway, listener, dlt645Encode],
      [
        { id: 'gw', type: 'ivy-gateway', relayControl: 'both', writeControl: 'both' },
        { id: 'node', type: 'ivy-tcp-listener', ...onGateway, host: '127.0.0.1', port },
        { id: 'encode', type: 'dlt645-encode', wires: [['node', 'encode:1']] },
      ],
    );
    await flow.statusMatching('node', /links/);
    caller = await Caller.dial(port);
    caller.say(HEARTBEAT);
    await flow.next('node', 1);
  });
  after(async () => {
    caller.hangUp();
    await unload();
  });

  for (const [name, payload] of Object.entries(OCTETS)) {
    it(`by the listener's input: ${name}`, async () => {
      flow.send('node', { payload, meter: { id: METER } });
      const { error } = await flow.next('node', 3);
      error.should.have.property('code', 'relay-disabled');
      caller.received.should.equal('');
    });
  }

  for (const action of ['trip', 'close', 'closePermit', 'alarm', 'powerProtect']) {
    it(`by dlt645-encode and the listener: ${action}`, async () => {
      const request = { type: 'control', address: '000012345678', action, n2: 0 };
      const credentials = { password: '02123456', operator: '00000000' };
      const validUntil = '2099-12-31T23:59:59';
      flow.send('encode', {
        payload: { ...request, ...credentials, validUntil },
        meter: { id: METER },
      });
      await flow.next('encode', 1);
      const { error } = await flow.next('node', 3);
      error.should.have.property('code', 'relay-disabled');
      caller.received.should.equal('');
    });
  }
});
