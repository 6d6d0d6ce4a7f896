import 'should';
import { askOctets } from '../../../src/client';
import type { StreamItem } from '../../../src/framing';
import { toHex } from '../../../src/octets';
import { octets } from '../link/caller';
import { endLines, line } from '../link/line';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const READ = '6878563412000068110433333433c616';
const ENERGY = '68785634120000689108333334339a785634e616';
const GET = '000100100001000dc001c100030100010800ff0200';
const ANSWER = '0001000100100009c401c1000600000001';

interface Case {
  readonly to: string;
  readonly request: string;
  /** What comes before, and is no answer. */
  readonly others: readonly string[];
  readonly answer: string;
}

const CASES: readonly Case[] = [
  {
    to: 'a DL/T 645 read is of the address and the identifier that were asked',
    request: READ,
    others: [
      READ, // the line's echo
      '68775634120000689108333334339a785634e516', // another meter
      '687856341200006891083434343399999999b016', // another identifier
      '6878563412000068d20135ec16', // another function
      HEARTBEAT,
    ],
    answer: ENERGY,
  },
  {
    to: 'a DL/T 645 read may be a refusal',
    request: READ,
    others: [],
    answer: '6878563412000068d10135eb16',
  },
  {
    to: 'a question to any address is of any',
    request: '68aaaaaaaaaaaa681300df16',
    others: [ENERGY],
    answer: '68785634120000689306ab8967453333c316',
  },
  {
    to: 'a GET has its invoke id, and comes between the same wPorts',
    request: GET,
    others: [
      '0001000100100009c401c2000600000001', // another invoke id
      '0001000100110009c401c1000600000001', // to another client
      '0001000100100009c501c1000000000000', // to a SET
    ],
    answer: ANSWER,
  },
  {
    to: 'a GET may be an exception',
    request: GET,
    others: [],
    answer: '0001000100100003d80202',
  },
  {
    to: 'a bare GET is bare',
    request: GET.slice(16),
    others: [ANSWER],
    answer: ANSWER.slice(16),
  },
  {
    to: 'an HDLC command is from the station that was asked',
    request: '7ea0070321930f017e',
    others: ['7ea007230373b9f57e'],
    answer: '7ea00721037301407e',
  },
  {
    to: 'what is no frame is whatever comes next, but for heartbeats and an echo',
    request: '0a0b0c0d',
    others: [HEARTBEAT],
    answer: ENERGY,
  },
];

describe('the answer to octets that somebody else composed', () => {
  afterEach(endLines);

  for (const { to, request, others, answer } of CASES) {
    it(`to ${to}`, async () => {
      const { link, meter } = await line();
      const passedOver: string[] = [];
      link.on('unsolicited', (item: StreamItem) => passedOver.push(toHex(item.octets)));
      const asked = askOctets(link, octets(request), { priority: 'command', timeout: 2_000 });
      await meter.expect(request);
      for (const other of others) meter.send(other);
      meter.send(answer);
      toHex((await asked).octets).should.equal(answer);
      passedOver.should.eql(others);
    });
  }

  it('that does not come in time is a command-timeout', async () => {
    const { link } = await line();
    await askOctets(link, octets(READ), {
      priority: 'command',
      timeout: 20,
    }).should.be.rejectedWith({ code: 'command-timeout' });
  });

  it('is not waited for where the octets would write', async () => {
    const { link, meter } = await line();
    const set = '000100100001000fc101c100080000010000ff02001105';
    await askOctets(link, octets(set), { priority: 'command', timeout: 20 }).should.be.rejectedWith(
      {
        code: 'write-disabled',
      },
    );
    meter.received.should.equal('');
  });
});
