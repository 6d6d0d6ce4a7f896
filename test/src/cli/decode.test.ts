import 'should';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode } from '../../../src/cli/decode';

const READING = '68 34 12 00 00 00 00 68 91 08 33 33 34 33 9A 78 56 34 18 16';
const DAMAGED = '68 34 12 00 00 00 00 68 91 08 33 33 34 33 9A 78 56 34 19 16';
const CIPHERED =
  'db084d4d4d0000bc614e1e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b';
const KEY = '000102030405060708090a0b0c0d0e0f';

/** What the command prints, complains of and ends with. */
async function run(args: readonly string[], input: readonly string[] = []) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await decode([...args], {
    print: (text) => void printed.push(text),
    complain: (text) => void complaints.push(text),
    lines: async function* () {
      yield* input;
    },
    colour: false,
  });
  return { code, printed, complaints };
}

describe('ivy-gateway decode', () => {
  it('explains a frame from its arguments', async () => {
    const { code, printed } = await run([READING]);
    code.should.equal(0);
    printed
      .join('\n')
      .split('\n')[0]
      ?.should.equal('DL/T 645-2007 answer from 000000001234: forward active energy 12345.67 kWh');
  });

  it('takes octets as a shell splits them for one frame', async () => {
    const { code, printed } = await run(['--json', ...READING.split(' ')]);
    code.should.equal(0);
    printed.length.should.equal(1);
  });

  it('reads lines, however octets are separated, and skips empty ones and comments', async () => {
    const lines = [
      '# a comment',
      '',
      '   ',
      READING.replace(/ /g, ':'),
      READING.replace(/(..) ?/g, '0x$1, '),
      READING.toLowerCase().replace(/ /g, ''),
    ];
    const { code, printed } = await run(['--json'], lines);
    code.should.equal(0);
    printed.map((line) => JSON.parse(line).ok).should.deepEqual([true, true, true]);
  });

  it('gives one JSON object a line, and goes on after a line that it cannot decode', async () => {
    const { code, printed } = await run(['--json'], [DAMAGED, 'no hex', READING]);
    code.should.equal(1);
    const [damaged, noHex, reading] = printed.map((line) => JSON.parse(line));
    damaged.ok.should.be.false();
    damaged.error.code.should.equal('checksum');
    damaged.error.offset.should.equal(18);
    noHex.error.code.should.equal('hex');
    reading.ok.should.be.true();
  });

  it('counts the offset of a fault in the line, noise in front included', async () => {
    const { printed } = await run(['--json'], [`ff ff fe ${DAMAGED}`]);
    const { error } = JSON.parse(printed[0] ?? '');
    error.code.should.equal('checksum');
    error.offset.should.equal(21);
  });

  it('says in text which input cannot be decoded', async () => {
    const { code, printed, complaints } = await run([], [READING, DAMAGED]);
    code.should.equal(1);
    printed.length.should.equal(1);
    complaints.should.deepEqual(['input 2: checksum at 18: the checksum does not fit']);
  });

  it('looks for the kind of frame that is named, and for no other', async () => {
    const codes = await Promise.all(
      [
        ['dlt645', READING],
        ['dlms', '0001000100100009c401c1000600005c54'],
        ['wrapper', '0001000100100009c401c1000600005c54'],
        ['dlms', 'c401c1000600005c54'],
        ['wrapper', 'c401c1000600005c54'],
        ['hdlc', READING],
        ['dlt645', `00 ${READING} ${READING}`],
        ['dlt645', '0001000100100009c401c1000600005c54'],
      ].map(async ([protocol = '', frame = '']) => {
        return (await run(['--protocol', protocol, frame])).code;
      }),
    );
    codes.should.deepEqual([0, 0, 0, 0, 1, 1, 0, 1]);
  });

  it('ends with 2 for an unknown option, protocol or file of keys', async () => {
    for (const args of [['--nothing'], ['--protocol', 'x'], ['--keys', '/nowhere/keys.json']]) {
      const { code, complaints } = await run([...args, READING]);
      code.should.equal(2);
      complaints.length.should.equal(1);
    }
  });

  it('says how it is used', async () => {
    const { code, printed } = await run(['--help']);
    code.should.equal(0);
    printed.join('').should.match(/--protocol/);
  });
});

describe('ivy-gateway decode --keys', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ivy-decode-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function file(content: string): string {
    const name = path.join(folder, 'keys.json');
    writeFileSync(name, content);
    return name;
  }

  it('deciphers with them, and never prints them', async () => {
    const keys = file(JSON.stringify({ encryptionKey: KEY }));
    for (const format of [[], ['--json']]) {
      const { code, printed } = await run([...format, '--keys', keys, CIPHERED]);
      code.should.equal(0);
      printed.join('').should.match(/get-request: 0-0:1\.0\.0\.255 Clock/);
      printed.join('').replace(/ /g, '').toLowerCase().should.not.containEql(KEY);
    }
  });

  it('ends with 2 for a file that holds no keys, and does not quote it', async () => {
    const { code, complaints } = await run(['--keys', file(`{"encryptionKey":"${KEY}`), CIPHERED]);
    code.should.equal(2);
    complaints.join('').should.not.containEql(KEY.slice(0, 8));
  });
});
