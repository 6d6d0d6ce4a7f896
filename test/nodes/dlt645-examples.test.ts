import 'should';
import { unload } from '../helpers/flow';
import { Example } from './example';

describe('DL/T 645 examples', function () {
  this.timeout(20_000);
  afterEach(unload);

  describe('Decode a DL-T 645 frame', () => {
    for (const [inject, reading] of [
      ['a voltage', { register: 'VOLTAGE_A', value: 230.5, unit: 'V' }],
      ['energy by the edition of 1997', { dataId: '0x9010', value: 2463.48, unit: 'kWh' }],
      ['run-state word 3: the relay is open', { register: 'RUN_STATE_3', value: 16 }],
      [
        'maximum demand and its time',
        { value: 12_345.6, unit: 'W', meterTime: '2026-01-30T07:30:00' },
      ],
      ['the phases in three parts', { register: 'VOLTAGE_A', value: 220.5 }],
      ['a register of the user’s own', { register: 'VALVE', value: 12.34, unit: '%' }],
    ] as const) {
      it(`gives a reading of ${inject}`, async () => {
        const example = await Example.start('Decode a DL-T 645 frame');
        example.click(inject);
        (await example.at('readings')).payload.should.containEql(reading);
      });
    }

    it('names a refusal', async () => {
      const example = await Example.start('Decode a DL-T 645 frame');
      example.click('a refusal');
      const { payload } = await example.at('what the frame says');
      payload.should.containEql({ error: true, errorBits: ['noData'] });
    });

    it('encodes a request', async () => {
      const example = await Example.start('Decode a DL-T 645 frame');
      example.click('read the frequency');
      const { payload } = await example.at('decoded again');
      payload.should.containEql({ type: 'read', di: '02800002', address: '000000001234' });
      payload.should.containEql({ leadBytes: 4 });
    });
  });

  it('Read a meter on a serial port reads by itself', async () => {
    const example = await Example.start('Read a meter on a serial port');
    const { payload } = await example.at('readings');
    payload.should.containEql({ register: 'TOTAL_ACTIVE_IMPORT', value: 123_456.78 });
  });

  it('Several meters behind one modem are read by their own addresses', async () => {
    const example = await Example.start('Several meters behind one modem');
    const sets = [
      await example.at('readings of each meter'),
      await example.at('readings of each meter'),
    ].map(({ payload }) => payload);
    sets
      .sort((a, b) => String(a['meterId']).localeCompare(String(b['meterId'])))
      .should.match([
        {
          meterId: '000000001001',
          values: { TOTAL_ACTIVE_IMPORT: { value: 123.45 }, VOLTAGE_A: { value: 230.1 } },
        },
        {
          meterId: '000000001002',
          values: { TOTAL_ACTIVE_IMPORT: { value: 678.9 }, VOLTAGE_A: { value: 229.8 } },
        },
      ]);
    const { payload } = await example.at('failures and summary');
    payload.should.containEql({ read: 3, refused: 0, failed: 0 });
  });

  it('Ask a meter by raw frames knows a modem by its own login packet, and gives answers', async () => {
    const example = await Example.start('Ask a meter by raw frames');
    const { payload } = await example.at('meters come and go');
    payload.should.containEql({ meterId: '000000001001', state: 'online' });
    example.click('read the energy');
    (await example.at('answers')).meter.should.containEql({ id: '000000001001' });
    const { payload: reading } = await example.at('readings');
    reading.should.containEql({ register: 'TOTAL_ACTIVE_IMPORT', value: 123.45, unit: 'kWh' });
    example.click('switch the relay: refused');
    (await example.at('answers')).error.should.containEql({ code: 'relay-disabled' });
  });
});
