import 'should';
import { simulate } from '../../../src/cli/simulate';
import { TestGateway, until } from './gateway';

/** A terminal that keeps what is written, and whose Ctrl-C a test presses. */
function terminal() {
  const printed: string[] = [];
  const complaints: string[] = [];
  let interrupt = () => {};
  const pressed = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  return {
    printed,
    complaints,
    interrupt,
    print: (text: string) => void printed.push(text),
    complain: (text: string) => void complaints.push(text),
    interrupted: () => pressed,
  };
}

describe('ivy-gateway simulate', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await TestGateway.listen();
  });
  afterEach(() => gateway.close());

  it('plays the meters it is asked for until it is interrupted', async () => {
    const tty = terminal();
    const args = `--port ${gateway.port} --em114070 2 --dlms 1 --dlt645 1 --modem 3`.split(' ');
    const exit = simulate([...args, '--registration', 'ICCID'], tty);
    await gateway.link(4);
    await until(() => gateway.links.filter(({ received }) => received !== '').length === 5);
    gateway.links
      .map(({ received }) => received)
      .sort()
      .should.eql([
        '00010001000100120a020c3331313530313131343037300d0000',
        '00010001000100120a020c3331313530313131343037310d0000',
        '00010001000100120a020c3336303030303030303030310d0000',
        '4943434944',
        '4943434944',
      ]);
    tty.interrupt();
    (await exit).should.equal(0);
    await until(() => gateway.links.every(({ closed }) => closed));
    tty.printed.join('\n').should.match(/^5 connections to 127\.0\.0\.1:/);
    tty.printed.join('\n').should.match(/ 311501114071 connected$/m);
  });

  it('plays the demonstration where no kind of meter is named', async () => {
    const tty = terminal();
    const exit = simulate(['--port', `${gateway.port}`, '--quiet'], tty);
    await gateway.link(4);
    tty.interrupt();
    (await exit).should.equal(0);
    tty.printed.join('\n').should.not.match(/greeting/);
  });

  it('sets registers', async () => {
    const tty = terminal();
    const args = `--port ${gateway.port} --dlt645 1 --set 02010100=2311`.split(' ');
    const exit = simulate(args, tty);
    const link = await gateway.link();
    const voltage = '683412000000006891063334343544561716';
    (await link.ask('6834120000000068110433343435fb16', 18)).should.equal(voltage);
    tty.interrupt();
    await exit;
  });

  it('plays ciphered meters, and prints the keys that it draws', async () => {
    const tty = terminal();
    const args = `--port ${gateway.port} --ciphered 1 --encryption-key ${'7c'.repeat(16)}`;
    const exit = simulate(args.split(' '), tty);
    await gateway.link();
    tty.interrupt();
    (await exit).should.equal(0);
    tty.printed.join('\n').should.match(/^encryption key (?:7c){16}$/m);
    tty.printed.join('\n').should.match(/^authentication key [\dA-F]{32}$/m);
    tty.printed.join('\n').should.match(/ 370000000001 connected$/m);
  });

  it('explains itself', async () => {
    const tty = terminal();
    (await simulate(['--help'], tty)).should.equal(0);
    tty.printed.join('').should.match(/--em114070 N/);
  });

  const mistakes: readonly (readonly [args: string, complaint: RegExp])[] = [
    ['--delay soon', /--delay needs a whole number, not "soon"/],
    ['--delay=-1', /--delay needs a whole number, not "-1"/],
    ['--port 0', /--port needs 1 to 65535, not 0/],
    ['--port 65536', /--port needs 1 to 65535, not 65536/],
    ['--glue honey', /--glue needs greeting or push, not "honey"/],
    ['--dlt645 1 --address 12', /--address needs 12 digits, not "12"/],
    ['--address 000000000012', /--address needs one of --em114070/],
    ['--registration ICCID', /--registration needs --dlt645 or --modem/],
    ['--ciphered 1 --encryption-key 7c', /--encryption-key needs 32 hex digits/],
    [`--dlms 1 --authentication-key ${'7c'.repeat(16)}`, /keys need --ciphered/],
    ['--dlt645 1 --set 02010100', /--set needs NAME=VALUE, not "02010100"/],
    ['--dlt645 1 --set 0FFFFFFF=1', /this meter has no 0FFFFFFF/],
    ['--dlt645 1 --set 02010100=99999', /99999 is no integer of at most 4 digits/],
    ['--dlt645 2 --address 999999999999', /no address of 12 digits/],
    ['--colour', /--colour/],
    ['meters', /meters/],
  ];
  for (const [args, complaint] of mistakes) {
    it(`refuses ${args}`, async () => {
      const tty = terminal();
      (await simulate(args.split(' '), tty)).should.equal(2);
      tty.complaints.join('\n').should.match(complaint);
      tty.printed.should.eql([]);
    });
  }
});
