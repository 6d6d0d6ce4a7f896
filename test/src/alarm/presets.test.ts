import 'should';
import fc from 'fast-check';
import { AlarmWatch } from './watch';

/** What the reference gateway got wrong (its defects 46 to 49), and what it declared and never raised. */
describe('the alarms that a node has from the start', () => {
  let watch: AlarmWatch;

  beforeEach(() => {
    watch = new AlarmWatch();
  });

  it('251 V raises overvoltage, once; 245 V clears it', () => {
    watch.read('VOLTAGE_A', 251).should.eql(['raised overvoltage VOLTAGE_A']);
    watch.read('VOLTAGE_A', 260).should.eql([]);
    watch.read('VOLTAGE_A', 245).should.eql(['cleared overvoltage VOLTAGE_A']);
  });

  it('a value equal to the limit raises nothing', () => {
    const limits: [string, number][] = [
      ...[['VOLTAGE_A', 250] as [string, number], ['VOLTAGE_B', 180] as [string, number]],
      ...[['CURRENT_A', 100] as [string, number], ['CURRENT_B', -100] as [string, number]],
      ['ACTIVE_POWER_TOTAL', 10_000],
      ...[['POWER_FACTOR_A', 0.8] as [string, number], ['BALANCE_ENERGY', 10] as [string, number]],
    ];
    for (const [register, value] of limits) watch.read(register, value).should.eql([]);
  });

  for (const [register, limit, alarm] of [
    ['VOLTAGE_A', 250, 'overvoltage'],
    ['VOLTAGE_A', 180, 'undervoltage'],
    ['VOLTAGE_A', 23, 'voltage_loss'],
    ['CURRENT_A', 100, 'overcurrent'],
    ['ACTIVE_POWER_TOTAL', 10_000, 'overload'],
    ['POWER_FACTOR_TOTAL', 0.8, 'low_power_factor'],
    ['BALANCE_ENERGY', 10, 'low_balance'],
  ] as const) {
    it(`a value that swings around the limit raises ${alarm} once (46)`, () => {
      const swing = fc.array(fc.double({ min: -0.015, max: 0.015, noNaN: true }), { minLength: 1 });
      fc.assert(
        fc.property(swing, (steps) => {
          const swinging = new AlarmWatch();
          const changes = steps.flatMap((step) => swinging.read(register, limit * (1 + step)));
          const own = changes.filter((change) => change.includes(alarm));
          own.slice(1).should.eql([]);
        }),
      );
    });
  }

  it('each phase has an alarm of its own (46)', () => {
    watch.read('VOLTAGE_A', 251).should.eql(['raised overvoltage VOLTAGE_A']);
    watch.read('VOLTAGE_B', 230).should.eql([]);
    watch.read('VOLTAGE_C', 252).should.eql(['raised overvoltage VOLTAGE_C']);
    watch.alarms.active.should.equal(2);
    watch.read('VOLTAGE_A', 230).should.eql(['cleared overvoltage VOLTAGE_A']);
    watch.alarms.active.should.equal(1);
  });

  it('no other power clears the overload that active power has raised (46)', () => {
    watch.read('ACTIVE_POWER_TOTAL', 12_000).should.eql(['raised overload ACTIVE_POWER_TOTAL']);
    watch.read('REACTIVE_POWER_TOTAL', 0).should.eql([]);
    watch.read('APPARENT_POWER_TOTAL', 0).should.eql([]);
    watch.read('ACTIVE_POWER_EXPORT', 0).should.eql([]);
    watch.alarms.active.should.equal(1);
  });

  it('0 V raises voltage loss, not undervoltage (47)', () => {
    watch.read('VOLTAGE_A', 230).should.eql([]);
    watch.read('VOLTAGE_A', 0).should.eql(['raised voltage_loss VOLTAGE_A']);
    watch.read('VOLTAGE_A', 230).should.eql(['cleared voltage_loss VOLTAGE_A']);
  });

  it('0 V does not clear undervoltage; 230 V does (47)', () => {
    watch.read('VOLTAGE_A', 170).should.eql(['raised undervoltage VOLTAGE_A']);
    watch.read('VOLTAGE_A', 0).should.eql(['raised voltage_loss VOLTAGE_A']);
    watch
      .read('VOLTAGE_A', 230)
      .should.eql(['cleared undervoltage VOLTAGE_A', 'cleared voltage_loss VOLTAGE_A']);
  });

  it('from over- to undervoltage leaves only undervoltage (47)', () => {
    watch.read('VOLTAGE_A', 260);
    watch
      .read('VOLTAGE_A', 170)
      .should.eql(['cleared overvoltage VOLTAGE_A', 'raised undervoltage VOLTAGE_A']);
  });

  it('only currents raise current alarms, and only active power raises overload (48)', () => {
    const others = [
      'CURRENT_TARIFF',
      'CURRENT_THD_A',
      'POWER_FAILURE_COUNT',
      'REACTIVE_POWER_TOTAL',
    ];
    for (const register of [
      ...others,
      'APPARENT_POWER_TOTAL',
      'VOLTAGE_THD_A',
      'VOLTAGE_SAG_COUNT_A',
    ])
      watch.read(register, 1_000_000).should.eql([], register);
  });

  it('money is no kWh: 5 EUR raise no low balance (48)', () => {
    watch.read('BALANCE_MONEY', 5, { unit: 'EUR' }).should.eql([]);
    watch
      .read('BALANCE_ENERGY', 5, { unit: 'kWh' })
      .should.eql(['raised low_balance BALANCE_ENERGY']);
  });

  it('overcurrent, overload and power factor compare magnitudes', () => {
    watch.read('CURRENT_A', -120).should.eql(['raised overcurrent CURRENT_A']);
    watch.read('CURRENT_A', -90).should.eql(['cleared overcurrent CURRENT_A']);
    watch.read('ACTIVE_POWER_TOTAL', -12_000).should.eql(['raised overload ACTIVE_POWER_TOTAL']);
    watch.read('POWER_FACTOR_TOTAL', -0.95).should.eql([]);
    watch
      .read('POWER_FACTOR_TOTAL', -0.5)
      .should.eql(['raised low_power_factor POWER_FACTOR_TOTAL']);
  });

  it('a meter without load has no power factor to complain of', () => {
    watch.read('POWER_FACTOR_TOTAL', 0).should.eql([]);
  });

  it('one phase that is off the mean of three raises current imbalance (49)', () => {
    watch.read('CURRENT_A', 40).should.eql([]);
    watch.read('CURRENT_B', 10).should.eql([]);
    const register = 'CURRENT_A+CURRENT_B+CURRENT_C';
    watch.read('CURRENT_C', 10).should.eql([`raised current_imbalance ${register}`]);
    for (const phase of ['A', 'B']) watch.read(`CURRENT_${phase}`, 20).should.eql([]);
    watch.read('CURRENT_C', 20).should.eql([`cleared current_imbalance ${register}`]);
  });

  it('communication lost is raised at the disconnect, and restored when the meter is back (49)', () => {
    watch.happen('meter_disconnected').should.eql(['raised communication_lost']);
    watch.happen('meter_disconnected').should.eql([]);
    watch
      .happen('meter_reconnected')
      .should.eql(['cleared communication_lost', 'raised communication_restored']);
    watch.alarms.active.should.equal(0);
  });

  it('a meter that a status says to be offline is lost, too', () => {
    watch.take({ ts: 1, meterId: '1', state: 'unknown', online: false }).should.eql([]);
    watch
      .take({ ts: 1, meterId: '1', state: 'offline', online: false })
      .should.eql(['raised communication_lost']);
  });

  it('a cover that was opened raises tamper until somebody has acknowledged it (49)', () => {
    watch.read('COVER_OPEN_COUNT', 3).should.eql([]);
    watch.read('COVER_OPEN_COUNT', 4).should.eql(['raised meter_tamper COVER_OPEN_COUNT']);
    watch.read('COVER_OPEN_COUNT', 4).should.eql([]);
    watch.pass(3_600).should.eql([]);
    const { count, evaluations } = watch.alarms.acknowledge({ rule: 'meter_tamper' }, watch.now);
    count.should.equal(1);
    evaluations.should.match([{ change: 'cleared', register: 'COVER_OPEN_COUNT' }]);
  });

  it('an error register and a low battery are meter faults (49)', () => {
    watch.read('ERROR_REGISTER', '0000').should.eql([]);
    watch.read('ERROR_REGISTER', '0004').should.eql(['raised meter_fault ERROR_REGISTER']);
    watch
      .read('RUN_STATE_1', 4, { bits: ['clock battery low'] })
      .should.eql(['raised meter_fault RUN_STATE_1']);
    watch
      .read('RUN_STATE_1', 16, { bits: ['active power reverse'] })
      .should.eql(['cleared meter_fault RUN_STATE_1']);
  });

  it('a power failure that the meter tells of is an outage, restored a minute later (49)', () => {
    watch
      .happen('POWER_FAILURE_COUNT', { dataId: '0-0:96.7.21.255', value: 3 })
      .should.eql(['raised power_outage POWER_FAILURE_COUNT']);
    watch.pass(59).should.eql([]);
    watch.pass(2).should.eql(['cleared power_outage POWER_FAILURE_COUNT', 'raised power_restored']);
  });

  it('the power-down bit is an outage as long as it is set (49)', () => {
    watch
      .read('RUN_STATE_7', 32, { bits: ['power-down'] })
      .should.eql(['raised power_outage RUN_STATE_7']);
    watch
      .read('RUN_STATE_7', 0, { bits: [] })
      .should.eql(['cleared power_outage RUN_STATE_7', 'raised power_restored']);
  });

  it('a meter of which no reading comes for two hours is silent', () => {
    watch.read('FREQUENCY', 50);
    watch.pass(7_199).should.eql([]);
    watch.pass(1).should.eql(['raised no_readings']);
    watch.pass(1).should.eql([]);
    watch.read('FREQUENCY', 50).should.eql(['cleared no_readings']);
  });
});
