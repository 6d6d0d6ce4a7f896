import 'should';
import router from '../../nodes/protocol-router/protocol-router';
import { type Flow, hexOf, load, unload } from '../helpers/flow';

const DLT645 = 'fefefefe68000000000000689106333434354c56d916';
const WRAPPER = '0001000100100009c401c1000600005c54';
const HDLC = '7ea0070321930f017e';
const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const DEADLINE = 3_000;

describe('protocol-router', () => {
  afterEach(unload);

  function node(): Promise<Flow> {
    return load([router], [{ id: 'node', type: 'protocol-router' }]);
  }

  function bytes(hex: string): Buffer {
    return Buffer.from(hex, 'hex');
  }

  const OUTPUTS = [
    ['dlt645', DLT645],
    ['dlms', WRAPPER],
    ['heartbeat', HEARTBEAT],
    ['unknown', '01fffd'],
  ] as const;

  for (const [index, [protocol, hex]] of OUTPUTS.entries()) {
    it(`sends a listener's ${protocol} frame out of port ${index + 1}`, async () => {
      const flow = await node();
      flow.send('node', { payload: bytes(hex), protocol, meter: { link: 'a-1' }, mine: 7 });
      const message = await flow.next('node', index + 1);
      hexOf(message).should.equal(hex);
      message.should.have.properties({ protocol, meter: { link: 'a-1' }, mine: 7 });
      for (const other of [1, 2, 3, 4]) flow.rest('node', other).should.deepEqual([]);
    });
  }

  it('finds out what raw chunks hold, and gives each frame as a message', async () => {
    const flow = await node();
    flow.send('node', { payload: bytes(`${HEARTBEAT}${WRAPPER}aabb${DLT645}`), ip: '10.0.0.7' });
    const [dlt645, wrapper] = [await flow.next('node', 1), await flow.next('node', 2)];
    hexOf(dlt645).should.equal(DLT645);
    dlt645.should.have.properties({ protocol: 'dlt645', ip: '10.0.0.7' });
    hexOf(wrapper).should.equal(WRAPPER);
    wrapper.should.have.property('protocol', 'dlms');
    hexOf(await flow.next('node', 3)).should.equal(HEARTBEAT);
    const unknown = await flow.next('node', 4);
    hexOf(unknown).should.equal('aabb');
    unknown.should.have.property('protocol', 'unknown');
  });

  it('finds HDLC frames, in hex text too', async () => {
    const flow = await node();
    flow.send('node', { payload: HDLC });
    hexOf(await flow.next('node', 2)).should.equal(HDLC);
  });

  it('puts a frame together that comes octet by octet', async () => {
    const flow = await node();
    for (const octet of bytes(DLT645)) flow.send('node', { payload: [octet], topic: 'meter 1' });
    hexOf(await flow.next('node', 1)).should.equal(DLT645);
    flow.rest('node', 4).should.deepEqual([]);
  });

  it('keeps the chunks of sessions apart', async () => {
    const flow = await node();
    for (const [id, hex] of [
      ['a', DLT645.slice(0, 20)],
      ['b', WRAPPER.slice(0, 20)],
      ['a', DLT645.slice(20)],
      ['b', WRAPPER.slice(20)],
    ] as const) {
      flow.send('node', { payload: bytes(hex), _session: { type: 'tcp', id }, topic: 'same' });
    }
    const [dlt645, wrapper] = [await flow.next('node', 1), await flow.next('node', 2)];
    hexOf(dlt645).should.equal(DLT645);
    dlt645.should.match({ _session: { id: 'a' } });
    hexOf(wrapper).should.equal(WRAPPER);
    wrapper.should.match({ _session: { id: 'b' } });
  });

  it('keeps the chunks of topics apart where there is no session', async () => {
    const flow = await node();
    for (const [topic, hex] of [
      ['a', DLT645.slice(0, 20)],
      ['b', WRAPPER.slice(0, 20)],
      ['a', DLT645.slice(20)],
      ['b', WRAPPER.slice(20)],
    ] as const) {
      flow.send('node', { payload: bytes(hex), topic });
    }
    (await flow.next('node', 1)).should.have.property('topic', 'a');
    (await flow.next('node', 2)).should.have.property('topic', 'b');
  });

  it('loses one octet to a wrong checksum, and finds the frame behind it', async () => {
    const flow = await node();
    flow.send('node', { payload: `68000000000000689106333434354c56da16${DLT645}` });
    hexOf(await flow.next('node', 1)).should.equal(DLT645);
    hexOf(await flow.next('node', 4)).should.equal('68000000000000689106333434354c56da16');
  });

  it('gives up a partial frame when nothing follows', async () => {
    const flow = await node();
    const started = performance.now();
    flow.send('node', { payload: DLT645.slice(0, 20), mine: 7 });
    const message = await flow.next('node', 4, DEADLINE + 1_000);
    (performance.now() - started).should.be.within(DEADLINE - 50, DEADLINE + 900);
    hexOf(message).should.equal(DLT645.slice(0, 20));
    message.should.have.property('mine', 7);
  });

  it('forgets the source that was silent longest when there are more than a thousand', async () => {
    const flow = await node();
    flow.send('node', { payload: DLT645.slice(0, 20), topic: 'oldest' });
    for (let other = 0; other < 999; other++) {
      flow.send('node', { payload: DLT645.slice(0, 20), topic: `other ${other}` });
    }
    flow.send('node', { payload: '', topic: 'oldest' });
    flow.send('node', { payload: DLT645.slice(0, 20), topic: 'one too many' });
    flow.send('node', { payload: DLT645.slice(20), topic: 'oldest' });
    flow.send('node', { payload: DLT645.slice(20), topic: 'other 0' });
    (await flow.next('node', 1)).should.have.property('topic', 'oldest');
    flow.rest('node', 1).should.deepEqual([]);
  });
});
