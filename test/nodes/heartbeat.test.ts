import 'should';
import heartbeat from '../../nodes/heartbeat/heartbeat';
import { type Flow, hexOf, load, unload } from '../helpers/flow';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';

describe('heartbeat', () => {
  afterEach(unload);

  function node(settings: object = {}): Promise<Flow> {
    return load([heartbeat], [{ id: 'node', type: 'heartbeat', ...settings }]);
  }

  it('gives the registration with the trailer in hex, and passes everything else on', async () => {
    const flow = await node();
    const before = Date.now();
    flow.send('node', { payload: Buffer.from(HEARTBEAT, 'hex'), meter: { link: 'a-1' }, mine: 7 });
    const message = await flow.next('node');
    message.payload.should.have.properties({ meterId: '311501114070', trailer: '0d1234' });
    message.payload.should.match({ ts: (ts: number) => ts >= before && ts <= Date.now() });
    message.should.have.properties({ meter: { link: 'a-1' }, mine: 7 });
  });

  it('takes hex text with spaces, and arrays of octets', async () => {
    const flow = await node();
    flow.send('node', { payload: '00 01 0001 0001 0012 0A020C 333131353031313134303730 0D1234' });
    flow.send('node', { payload: [...Buffer.from(HEARTBEAT, 'hex')] });
    (await flow.next('node')).payload.should.have.property('meterId', '311501114070');
    (await flow.next('node')).payload.should.have.property('meterId', '311501114070');
  });

  it('acknowledges nothing unless it is told to', async () => {
    const flow = await node({ ack: '', ackPayload: '0A 02' });
    flow.send('node', { payload: HEARTBEAT });
    await flow.next('node');
    flow.rest('node', 2).should.deepEqual([]);
  });

  it('acknowledges on output 2, for the link that the heartbeat came from', async () => {
    const flow = await node({ ack: 'true', ackPayload: '0A 02' });
    flow.send('node', { payload: HEARTBEAT, meter: { id: '311501114070', link: 'a-1' } });
    const reply = await flow.next('node', 2);
    hexOf(reply).should.equal('0a02');
    reply.should.have.properties({ expect: false, meter: { id: '311501114070', link: 'a-1' } });
  });

  it('does not acknowledge what is no heartbeat', async () => {
    const flow = await node({ ack: 'true', ackPayload: '0A 02' });
    flow.send('node', { payload: HEARTBEAT.replace('3331', '3341') });
    (await flow.caught()).error.should.match({
      code: 'bcd',
      cause: { offset: 12, hex: '00010001000100120a020c3341313530313131343037300d1234' },
    });
    flow.rest('node', 1).should.deepEqual([]);
    flow.rest('node', 2).should.deepEqual([]);
  });

  it('will not acknowledge without being told what with', async () => {
    const flow = await node({ ack: 'true', ackPayload: '' });
    flow.status('node').should.match({ fill: 'red', text: /^HEARTBEAT_ACK_PAYLOAD: needed/ });
  });

  it('will not acknowledge with half an octet', async () => {
    const flow = await node({ ack: 'true', ackPayload: '0A 2' });
    flow.logged('node').should.match([/^HEARTBEAT_ACK_PAYLOAD: 3 hexadecimal digits/]);
  });
});
