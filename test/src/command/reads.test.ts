import 'should';
import { endRigs, Rig } from './rig';

const DLT645 = '000000001234';
const DLMS = '360000000001';
const IVY = '311501114070';

describe('commands that read', () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.open({ timezone: 'Asia/Shanghai' });
    const simulator = rig.simulator();
    simulator.addDlt645Meter({ address: DLT645, registers: { '02010300': 'FFFF' } });
    simulator.addDlmsMeter({ address: DLMS });
    simulator.addEm114070({ address: IVY });
    simulator.start();
    await rig.online(DLT645, DLMS, IVY);
  });
  after(endRigs);

  const read = (meterId: string, params: object) =>
    rig.ask(meterId, { id: 1, method: 'read_register', params });

  it('a DL/T 645 register by key, with the fields of the reference gateway', async () => {
    const { success, id, result } = await read(DLT645, { register: 'voltage_a' });
    success.should.be.true();
    (id as number).should.equal(1);
    result.should.have.properties({
      register: 'VOLTAGE_A',
      dataId: '0x02010100',
      value: 220.5,
      unit: 'V',
    });
    result.should.have.property('timestamp').which.is.a.Number();
  });

  it('by data identifier in text or as a number, and identifier 0 is one', async () => {
    for (const dataId of ['0x00000000', '00000000', 0]) {
      const { result } = await read(DLT645, { dataId });
      result.should.have.properties({ register: 'TOTAL_ACTIVE_COMBINED', value: 12345.67 });
    }
  });

  it('by OBIS code, translated by the catalogue', async () => {
    const { result } = await read(DLT645, { register: '1-0:32.7.0.255' });
    result.should.have.properties({
      register: 'VOLTAGE_A',
      requested: '1-0:32.7.0.255',
      value: 220.5,
    });
  });

  it('by a former name, which is answered beside the real key', async () => {
    const old = await read(DLT645, { register: 'TOTAL_ACTIVE_POSITIVE' });
    old.result.should.have.properties({
      register: 'TOTAL_ACTIVE_COMBINED',
      requested: 'TOTAL_ACTIVE_POSITIVE',
    });
    const dlms = await read(IVY, { register: 'TOTAL_ACTIVE_POSITIVE' });
    dlms.result.should.have.properties({
      register: 'TOTAL_ENERGY_ABSOLUTE',
      obisCode: '1-0:15.8.0.255',
    });
  });

  it('a name that misled is refused, and the right key named', async () => {
    const refused = await read(DLT645, { register: 'TOTAL_ACTIVE_NEGATIVE' });
    refused.should.have.properties({ success: false, code: 'unknown-register' });
    String(refused.error).should.match(/TOTAL_ACTIVE_IMPORT/);
  });

  it('what is no register is said at once', async () => {
    (await read(DLT645, { dataId: 'zz' })).should.have.properties({
      success: false,
      code: 'unknown-register',
      error: 'Unknown register: zz',
    });
    (await read(DLT645, {})).should.have.properties({
      code: 'invalid-request',
      error: 'Missing register or dataId parameter',
    });
  });

  it('a value of all F is no value, and a success', async () => {
    const { success, result } = await read(DLT645, { register: 'VOLTAGE_C' });
    success.should.be.true();
    result.should.have.properties({ value: null, quality: 'absent' });
  });

  it('a register that the meter does not have is refused by the meter', async () => {
    const refused = await read(DLT645, { dataId: '0x04001001' });
    refused.should.have.properties({ success: false, code: 'meter-refused' });
  });

  it('DL/T 645 keys and identifiers on a DLMS meter', async () => {
    for (const asked of ['VOLTAGE_A', '0x02010100', 0x02010100]) {
      const { result } = await read(DLMS, { register: asked });
      result.should.have.properties({
        register: 'VOLTAGE_A',
        obisCode: '1-0:32.7.0.255',
        value: 230.5,
        unit: 'V',
        protocol: 'dlms',
      });
    }
  });

  it('a single-phase meter gives its only voltage, and the answer says so', async () => {
    const { result } = await read(IVY, { register: 'VOLTAGE_A' });
    result.should.have.properties({
      register: 'VOLTAGE_TOTAL',
      requested: 'VOLTAGE_A',
      value: 236.36,
    });
  });

  it('classes are those of the standard: clock and serial number can be read by key', async () => {
    (await read(DLMS, { register: 'CLOCK' })).result.should.have.properties({
      value: '2026-01-30T10:30:45+01:00',
    });
    (await read(DLMS, { register: 'SERIAL_NUMBER' })).result.should.have.properties({
      value: DLMS,
    });
  });

  it('the clock of a DL/T 645 meter is its own time, and UTC by its zone', async () => {
    (await read(DLT645, { register: 'CLOCK' })).result.should.have.properties({
      value: '2026-01-30T10:30:45',
      meterTs: 1769740245000,
    });
  });

  it('read_all answers by the names asked; what one lacks fails that one alone', async () => {
    const registers = ['VOLTAGE_A', 'tariff_1_active', 'nonsense'];
    const { success, result } = await rig.ask(DLT645, {
      id: 2,
      method: 'read_all',
      params: { registers },
    });
    success.should.be.true();
    const readings = result.readings as Record<string, object>;
    Object.keys(readings).should.eql(registers);
    readings.should.have.property('VOLTAGE_A').which.has.properties({ value: 220.5, unit: 'V' });
    readings.should.have.property('tariff_1_active').which.has.properties({ value: 5000.1 });
    readings.should.have.property('nonsense').which.has.properties({ code: 'unknown-register' });
  });

  it('read_all takes 64 registers and no more', async () => {
    const registers = Array(65).fill('VOLTAGE_A');
    (
      await rig.ask(DLT645, { id: 2, method: 'read_all', params: { registers } })
    ).should.have.properties({
      success: false,
      code: 'invalid-request',
    });
  });

  it('read_address asks the meter', async () => {
    (await rig.ask(DLT645, { id: 3, method: 'read_address' })).result.should.have.properties({
      address: DLT645,
    });
    (await rig.ask(DLMS, { id: 3, method: 'read_address' })).result.should.have.properties({
      address: DLMS,
    });
  });

  it('read_relay_state, of both protocols', async () => {
    (await rig.ask(DLT645, { id: 4, method: 'read_relay_state' })).result.should.have.properties({
      relay_state: 'close',
    });
    (await rig.ask(DLMS, { id: 4, method: 'read_relay_state' })).result.should.have.properties({
      relay_state: 'close',
      output_state: true,
      control_state: 1,
      control_mode: 4,
    });
  });

  it('a meter that does not tell its relay state fails', async () => {
    (await rig.ask(IVY, { id: 4, method: 'read_relay_state' })).should.have.properties({
      success: false,
      code: 'meter-refused',
    });
  });

  it('dlms_get gives the data as decoded, and the value', async () => {
    const params = { classId: 3, obis: '1-0:32.7.0.255', attribute: 2 };
    (await rig.ask(DLMS, { id: 5, method: 'dlms_get', params })).result.should.have.properties({
      data: { type: 'long-unsigned', value: 2305 },
      value: 230.5,
      unit: 'V',
    });
  });

  it('dlt645_read gives the frame as decoded', async () => {
    const params = { dataId: '0x0201FF00' };
    (await rig.ask(DLT645, { id: 5, method: 'dlt645_read', params })).result.should.have.property(
      'values',
    );
  });

  it('list_objects gives what a DLMS meter shows', async () => {
    const { success, result } = await rig.ask(DLMS, { id: 6, method: 'list_objects' });
    success.should.be.true();
    (result['objects'] as object[]).should.containDeep([
      { classId: 3, version: 0, obis: '1-0:1.8.0.255' },
      { classId: 7, version: 1, obis: '1-0:99.1.0.255' },
      { classId: 70, version: 0, obis: '0-0:96.3.10.255' },
    ]);
  });

  it('read_profile gives the last day of a load profile, as the dashboard asks for it', async () => {
    const params = { obis: '1-0:99.1.0.255', entries: 96 };
    const { result } = await rig.ask(DLMS, { id: 7, method: 'read_profile', params });
    const rows = result['rows'] as object[];
    rows.should.have.length(96);
    rows.slice(-1).should.match([
      {
        meterTime: '2026-01-30T10:30:00+01:00',
        values: { TOTAL_ACTIVE_IMPORT: { value: 12345.71, unit: 'kWh' } },
      },
    ]);
  });

  it('list_objects fails where the meter shows no list, and DL/T 645 knows none', async () => {
    const list = { id: 6, method: 'list_objects' };
    (await rig.ask(IVY, list)).should.have.properties({
      code: 'meter-refused',
      error: 'the meter answered object-undefined to its object list',
    });
    (await rig.ask(DLT645, list)).should.have.properties({ code: 'not-supported' });
  });

  it('methods of the other protocol are not supported', async () => {
    const params = { classId: 3, obis: '1-0:32.7.0.255', attribute: 2 };
    (await rig.ask(DLT645, { id: 5, method: 'dlms_get', params })).should.have.properties({
      code: 'not-supported',
    });
    (
      await rig.ask(DLMS, { id: 5, method: 'dlt645_read', params: { dataId: 0 } })
    ).should.have.properties({
      code: 'not-supported',
    });
  });

  it('a meter that is not there is said so', async () => {
    (await read('000000009999', { register: 'VOLTAGE_A' })).should.have.properties({
      success: false,
      code: 'meter-not-connected',
      error: 'Meter not connected',
    });
  });
});
