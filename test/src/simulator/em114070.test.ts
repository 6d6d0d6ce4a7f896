import 'should';
import type { LineOptions } from '../../../src/simulator';
import type { Em114070Options } from '../../../src/simulator/em114070';
import scan from '../../vectors/em114070-scan.json';
import { type Link, TestGateway } from './gateway';

const AARQ = '000100010001001f601da109060760857405080101be10040e01000000065f1f0400001e1dffff';
const AARE =
  '000100010001002b6129a109060760857405080101a203020100a305a103020100be10040e0800065f1f040000181d04000007';
const GET_VOLTAGE = '000100010001000dc001070003' + '01000c0700ff0200';
const VOLTAGE = '0001000100010009c40107000600005c54';

describe('a simulated EM114070', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await TestGateway.listen();
  });
  afterEach(() => gateway.close());

  async function dialIn(options: Em114070Options & LineOptions = {}): Promise<Link> {
    const simulator = gateway.simulator();
    simulator.addEm114070(options);
    simulator.start();
    const link = await gateway.link();
    await link.take(26);
    return link;
  }

  it('sends its heartbeat at once', async () => {
    const link = await dialIn({ address: '311501114070' });
    link.received.should.equal('00010001000100120a020c3331313530313131343037300d0000');
  });

  it('ends its heartbeat as it is told', async () => {
    const link = await dialIn({ trailer: '2cabcd' });
    link.received.should.equal('00010001000100120a020c3030303030303030303030302cabcd');
  });

  it('repeats its heartbeat', async () => {
    const link = await dialIn({ heartbeatEvery: 20 });
    (await link.take(26)).should.equal('00010001000100120a020c3030303030303030303030300d0000');
  });

  it('accepts the association that was seen to work', async () => {
    const link = await dialIn();
    (await link.ask(AARQ, 51)).should.equal(AARE);
  });

  for (const context of ['02', '03', '04']) {
    it(`rejects application context ${context}`, async () => {
      const link = await dialIn();
      const aarq = AARQ.replace('60857405080101', `608574050801${context}`);
      const rejection = '00010001000100196117a109060760857405080101a203020101a305a103020102';
      (await link.ask(aarq, 33)).should.equal(rejection);
    });
  }

  it('rejects authentication, which none was seen to use', async () => {
    const link = await dialIn();
    const lls =
      '00010001000100386036a1090607608574050801018a0207808b0760857405080201ac0a80083132333435363738be10040e01000000065f1f0400001e1f04b0';
    const rejection = '00010001000100196117a109060760857405080101a203020101a305a10302010b';
    (await link.ask(lls, 33)).should.equal(rejection);
  });

  it('refuses a second association inside the first', async () => {
    const link = await dialIn();
    await link.ask(AARQ, 51);
    (await link.ask(AARQ, 11)).should.equal('0001000100010003d80101');
  });

  it('gives nothing without an association', async () => {
    const link = await dialIn();
    (await link.ask(GET_VOLTAGE, 11)).should.equal('0001000100010003d80101');
  });

  for (const { id, request, answer } of scan.vectors) {
    it(`answers as scanned: ${id}`, async () => {
      const link = await dialIn();
      await link.ask(AARQ, 51);
      const octets = answer.length / 2;
      const wrapped = `000100010001${octets.toString(16).padStart(4, '0')}${answer}`;
      (await link.ask(`000100010001000d${request}`, 8 + octets)).should.equal(wrapped);
    });
  }

  it('carries the invoke octet of the request', async () => {
    const link = await dialIn();
    await link.ask(AARQ, 51);
    (await link.ask(GET_VOLTAGE, 17)).should.equal(VOLTAGE);
    const confirmed = GET_VOLTAGE.replace('c00107', 'c001c1');
    (await link.ask(confirmed, 17)).should.equal(VOLTAGE.replace('c40107', 'c401c1'));
  });

  it('knows no object to set or to act on', async () => {
    const link = await dialIn();
    await link.ask(AARQ, 51);
    const set = '000100010001000fc101c100030100010800ff02001101';
    (await link.ask(set, 12)).should.equal('0001000100010004c501c104');
    const disconnect = '000100010001000dc301030046000060030aff0100';
    (await link.ask(disconnect, 13)).should.equal('0001000100010005c701030400');
  });

  it('does not answer other wPorts', async () => {
    const link = await dialIn();
    link.send(AARQ.replace('000100010001', '000100100001'));
    link.send(AARQ.replace('000100010001', '000100010010'));
    (await link.leftover()).should.equal('');
  });

  it('confirms a release, unless told not to', async () => {
    const link = await dialIn();
    await link.ask(AARQ, 51);
    (await link.ask('00010001000100056203800100', 13)).should.equal('00010001000100056303800100');
    (await link.ask(AARQ, 51)).should.equal(AARE);
  });

  it('can leave a release unconfirmed', async () => {
    const link = await dialIn({ confirmsRelease: false });
    await link.ask(AARQ, 51);
    link.send('00010001000100056203800100');
    (await link.leftover()).should.equal('');
    (await link.ask(AARQ, 51)).should.equal(AARE);
  });

  it('can leave the wrapper away after the first exchange', async () => {
    const link = await dialIn({ bareReplies: true });
    (await link.ask(AARQ, 51)).should.equal(AARE);
    (await link.ask(GET_VOLTAGE, 9)).should.equal('c40107000600005c54');
  });

  it('takes its address for its serial number', async () => {
    const link = await dialIn({ address: '311501114070' });
    await link.ask(AARQ, 51);
    const serial = '0001000100010012c4010100090c333131353031313134303730';
    (await link.ask('000100010001000dc0010100010000600100ff0200', 26)).should.equal(serial);
  });

  it('finds a request behind an acknowledgement that it does not know', async () => {
    const link = await dialIn();
    (await link.ask(`4f4b0d0a${AARQ}`, 51)).should.equal(AARE);
  });

  it('takes a request in pieces', async () => {
    const link = await dialIn();
    for (const octet of AARQ.match(/../g) ?? []) {
      link.send(octet);
      await new Promise((resolve) => setImmediate(resolve));
    }
    (await link.take(51)).should.equal(AARE);
  });
});

describe('a simulated EM114070 address', () => {
  it('has 12 digits', async () => {
    const gateway = await TestGateway.listen();
    const simulator = gateway.simulator();
    (() => simulator.addEm114070({ address: '31150111407' })).should.throw(RangeError);
    (() => simulator.addEm114070({ address: '31150111407A' })).should.throw(RangeError);
    await gateway.close();
  });
});
