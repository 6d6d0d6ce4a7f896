import 'should';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import { type Flow, load, unload } from '../helpers/flow';

const EVENT = 'c200000301000c0700ff020600005c54';
const WRAPPED = '0001000100100009c401c1000600005c54';
/** A push of a Norwegian Aidon meter, as captured. */
const AIDON_HDLC =
  '7ea0d24108831382d6e6e7000f40000000000109020209060101000281ff0a0b4149444f4e5f5630303031020209060000600100ff0a1037333539393932383930393431373432020209060000600107ff0a0436353135020309060100010700ff060000055202020f00161b020309060100020700ff060000000002020f00161b020309060100030700ff06000003e402020f00161d020309060100040700ff060000000002020f00161d0203090601001f0700ff10005d02020fff1621020309060100200700ff1209c402020fff1623e0c47e';
const SNRM = '7ea0070321930f017e';
/** A float32 with a length octet, which the standard has not and a known server sends. */
const ODD_FLOAT = 'c401c10017044365c000';

describe('ivy-dlms-decode', () => {
  afterEach(unload);

  function node(settings: object = {}): Promise<Flow> {
    return load([dlmsDecode], [{ id: 'node', type: 'ivy-dlms-decode', ...settings }]);
  }

  it('decodes a bare APDU and passes everything else on', async () => {
    const flow = await node();
    flow.send('node', { payload: Buffer.from(EVENT, 'hex'), meter: { id: '1' }, mine: 7 });
    const message = await flow.next('node');
    message.payload.should.containDeep({
      type: 'event-notification',
      time: null,
      attribute: { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 },
      data: { type: 'double-long-unsigned', value: 23636 },
    });
    message.should.have.properties({ meter: { id: '1' }, mine: 7 });
    message.should.not.have.property('wrapper');
  });

  it('takes the wrapper off and tells its ports', async () => {
    const flow = await node();
    flow.send('node', { payload: WRAPPED });
    const { payload, wrapper } = await flow.next('node');
    payload.should.have.properties({ type: 'get-response', kind: 'normal' });
    (wrapper as object).should.deepEqual({ source: 1, destination: 16 });
  });

  it('takes an HDLC frame off, with its LLC header', async () => {
    const flow = await node();
    flow.send('node', { payload: AIDON_HDLC });
    const { payload } = await flow.next('node');
    payload.should.have.property('type', 'data-notification');
    payload['entries']?.should.containDeep([
      { obis: '1-0:1.7.0.255', data: { type: 'double-long-unsigned', value: 1362 } },
    ]);
  });

  it('gives nothing for HDLC frames that carry no APDU', async () => {
    const flow = await node();
    flow.send('node', { payload: SNRM });
    (await flow.done('node')).should.deepEqual([undefined]);
    flow.rest('node').should.deepEqual([]);
  });

  it('decodes several wrapper frames in one buffer, in order', async () => {
    const flow = await node();
    flow.send('node', { payload: `${WRAPPED} 0001 0010 0001 0010 ${EVENT}` });
    (await flow.next('node')).should.match({
      payload: { type: 'get-response' },
      wrapper: { source: 1, destination: 16 },
    });
    (await flow.next('node')).should.match({
      payload: { type: 'event-notification' },
      wrapper: { source: 16, destination: 1 },
    });
  });

  it('does not carry the wrapper of another frame on', async () => {
    const flow = await node();
    flow.send('node', { payload: EVENT, wrapper: { source: 1, destination: 16 } });
    (await flow.next('node')).should.not.have.property('wrapper');
  });

  it('refuses what breaks the standard', async () => {
    const flow = await node();
    flow.send('node', { payload: ODD_FLOAT });
    (await flow.caught()).error.should.match({ code: 'end', cause: { hex: ODD_FLOAT } });
  });

  it('decodes what is known to break it where it is told to be lenient', async () => {
    const flow = await node({ lenient: true });
    flow.send('node', { payload: ODD_FLOAT });
    const { payload } = await flow.next('node');
    payload.should.have.property('data', { type: 'float32', value: 229.75 });
    payload.should.have.property('warnings').which.is.an.Array().and.is.not.empty();
  });

  const errors: readonly (readonly [what: string, hex: string, code: string, offset: number])[] = [
    ['an unknown tag', 'aa00', 'tag', 0],
    ['half an APDU', 'c401c1000600005c', 'truncated', 5],
    ['octets left over', 'c401c1000600005c5400', 'end', 9],
    ['another version of the wrapper', '0002000100100009c401c1000600005c54', 'start', 0],
    ['half a wrapper frame', '0001000100100009c401c100', 'truncated', 8],
    ['a wrong HDLC check sequence', '7ea0070321930f027e', 'checksum', 6],
  ];
  for (const [what, hex, code, offset] of errors) {
    it(`passes ${what} to Catch as ${code}, with the offset and the octets`, async () => {
      const flow = await node();
      flow.send('node', { payload: hex });
      (await flow.caught()).error.should.match({ code, cause: { offset, hex } });
      flow.rest('node').should.deepEqual([]);
    });
  }
});
