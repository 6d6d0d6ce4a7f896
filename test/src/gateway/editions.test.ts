import { mock } from 'node:test';
import should from 'should';
import { knownStandard } from '../../../src/client';
import type { MeterPortOptions } from '../../../src/gateway';
import { type Caller, settle, until } from '../link/caller';
import { TestGateway } from './test-gateway';

const ADDRESS = '000000001234';
const READ_ADDRESS = '68 AAAAAAAAAAAA 68 13 00 DF 16';
const READ_NUMBER_1997 = '68 AAAAAAAAAAAA 68 01 02 65F3 27 16';
const NUMBER_1997 = '68 341200000000 68 81 08 65F3 674533333333 6F 16';
const ENERGY_1997 = '68 341200000000 68 81 06 43C3 7B965733 3E 16';
const REFUSAL_1997 = '68 341200000000 68 C1 01 35 0D 16';
const ENERGY_2007 = '68 341200000000 68 91 08 33333333 9A785634 17 16';
const AARQ =
  '0001 0001 0001 001F 601D A109060760857405080101 BE10 040E 01000000 06 5F1F0400 001E1D FFFF';

describe('the edition of DL/T 645', () => {
  let test: TestGateway;

  afterEach(async () => {
    mock.timers.reset();
    await test.close();
  });

  async function dial(port: Partial<MeterPortOptions> = {}): Promise<Caller> {
    test = await TestGateway.open({}, port);
    mock.timers.enable({ apis: ['setTimeout'] });
    const caller = await test.dial();
    await until(() => test.port.links.size === 1);
    return caller;
  }

  it('a meter that knows no "read address" is asked for its number by 1997', async () => {
    const caller = await dial({ protocol: 'dlt645' });
    mock.timers.tick(2_000);
    await caller.expect(READ_ADDRESS);
    mock.timers.tick(3_000);
    await caller.answer(READ_NUMBER_1997, NUMBER_1997);
    const meter = await test.meter(ADDRESS);
    meter.protocol.should.equal('dlt645');
    await until(() => knownStandard(meter.memory) === '1997');
  });

  it('where a port takes both protocols, DLMS is asked before 1997', async () => {
    const caller = await dial();
    mock.timers.tick(2_000);
    await caller.expect(READ_ADDRESS);
    mock.timers.tick(3_000);
    await caller.expect(AARQ);
  });

  for (const [standard, frame] of [
    ['1997', ENERGY_1997],
    ['2007', ENERGY_2007],
  ] as const) {
    it(`an answer by ${standard} tells it without a question`, async () => {
      const caller = await dial();
      caller.send(frame);
      const { memory } = await test.meter(ADDRESS);
      should(knownStandard(memory)).equal(standard);
      await settle();
      caller.received.should.equal('');
    });
  }

  it('a refusal does not: meters refuse functions of the other edition too', async () => {
    const caller = await dial();
    caller.send(ENERGY_2007);
    const { memory } = await test.meter(ADDRESS);
    caller.send(REFUSAL_1997);
    await settle();
    should(knownStandard(memory)).equal('2007');
  });
});
