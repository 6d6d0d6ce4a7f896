import should from 'should';
import { type CaptureObject, decodeApdu } from '../../../src/dlms';
import { fromHex } from '../../../src/octets';
import {
  attributeList,
  type MappingHints,
  MeterCatalogue,
  ObisMapper,
  ObisOverrides,
  PushTemplates,
  type Scale,
  TimeZone,
} from '../../../src/telemetry';

const METER = '311501114070';

/** A push of values only: name of the push setup, logical device name, clock, energy. */
const VALUES_ONLY =
  '0f0000000100020409060000190900ff090f475258313030303030303030303031090c07ea0b1506130f00ffff4c00060012d687';
const OBJECTS = '40/0-0:25.9.0.255/1 0-0:42.0.0.255 8/0-0:1.0.0.255/2 1-0:1.8.0.255';
/** An answer to a GET of the push object list of the same push setup. */
const LIST_ANSWER =
  'c401c1000104020412002809060000190900ff0f011200000204120001090600002a0000ff0f02120000020412000809060000010000ff0f02120000020412000309060100010800ff0f02120000';
/** Four rows at 15 minutes: times, status and energies after the first row left out where they can be. */
const PROFILE =
  'c401c10001040203090c07ea01010400000000ff4c00110006000f42400203000006000f42590203000006000f42720203000006000f428b';
const COLUMNS: readonly CaptureObject[] = attributeList(
  '8/0-0:1.0.0.255 1/0-0:96.10.1.255 1-0:1.8.0.255',
);
const LOAD_PROFILE = { classId: 7, obis: '1-0:99.1.0.255', attribute: 2 };

interface Settings {
  readonly timezone?: string;
  readonly deviationPolicy?: 'standard' | 'inverted' | 'ignored';
  readonly overrides?: ConstructorParameters<typeof ObisOverrides>[0];
  readonly templates?: readonly (readonly [model: string, attributes: string])[];
}

function mapperOf(settings: Settings = {}) {
  const { timezone, deviationPolicy = 'standard', overrides, templates = [] } = settings;
  const scales = new Map<string, Scale>();
  const zone = timezone === undefined ? undefined : new TimeZone(timezone);
  const words = new ObisOverrides(overrides);
  const mapper = new ObisMapper({
    topicPrefix: 'ivy/v1',
    currency: '',
    clockOf: () => ({ timezone: zone, deviationPolicy }),
    primaryOf: (reading) => reading,
    templates: new PushTemplates(
      templates.map(([model, attributes]) => ({ model, objects: attributeList(attributes) })),
    ),
  });
  return (hex: string, { model, ...hints }: Partial<MappingHints> & { model?: string } = {}) =>
    mapper.map(decodeApdu(fromHex(hex)), {
      meterId: METER,
      catalogue: new MeterCatalogue(model, [words]),
      scales: {
        toldOf: (obis) => scales.get(obis),
        learn: (obis, scale) => scales.set(obis, scale),
      },
      ...hints,
    });
}

function registersOf(mapped: ReturnType<ReturnType<typeof mapperOf>>) {
  return mapped?.readings.map(({ register, value }) => [register, value]);
}

describe('ObisMapper', () => {
  describe('names a push of values only', () => {
    const named = [
      ['LOGICAL_DEVICE_NAME', 'GRX100000000001'],
      ['CLOCK', '2026-11-21T19:15:00+03:00'],
      ['TOTAL_ACTIVE_IMPORT', 1234.567],
    ];

    it('by the list that comes with it, and later ones by the same', () => {
      const map = mapperOf();
      should(map(VALUES_ONLY)).be.undefined();
      should(registersOf(map(VALUES_ONLY, { pushObjectList: attributeList(OBJECTS) }))).eql(named);
      should(registersOf(map(VALUES_ONLY))).eql(named);
      should(map(VALUES_ONLY, { meterId: '2' })).be.undefined();
    });

    it('by the list that the meter has told of its push setup', () => {
      const map = mapperOf();
      map(LIST_ANSWER, { request: { classId: 40, obis: '0-0:25.9.0.255', attribute: 2 } });
      should(registersOf(map(VALUES_ONLY))).eql(named);
    });

    it('by the template of its model, or by one for all', () => {
      const forModel = mapperOf({ templates: [['GRX', OBJECTS]] });
      should(registersOf(forModel(VALUES_ONLY, { model: 'GRX' }))).eql(named);
      should(forModel(VALUES_ONLY)).be.undefined();
      should(registersOf(mapperOf({ templates: [['', OBJECTS]] })(VALUES_ONLY))).eql(named);
    });

    it('by no template that does not fit', () => {
      const other = OBJECTS.replace('25.9.0', '25.9.1');
      const short = '8/0-0:1.0.0.255 1-0:1.8.0.255';
      should(mapperOf({ templates: [['', other]] })(VALUES_ONLY)).be.undefined();
      should(mapperOf({ templates: [['', short]] })(VALUES_ONLY)).be.undefined();
    });
  });

  describe('scales', () => {
    const ENERGY = 'c401c10006000f4240';
    const request = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2 };

    it('as the meter has told', () => {
      const map = mapperOf();
      const told = map('c401c10002020f02161e', { request: { ...request, attribute: 3 } });
      should(told?.readings).eql([]);
      should(map(ENERGY, { request })?.readings[0]).have.properties({
        value: 100000,
        rawValue: 1000000,
        unit: 'kWh',
      });
    });

    it('as the user says, against the meter', () => {
      const overrides = [
        { model: '', obis: '1.0.1.8.0.255', register: 'FEEDER', unit: 'MWh', scaler: -2 },
        { model: 'X', obis: '1-0:1.8.0.255', register: '', unit: 'm³', scaler: 0 },
      ];
      const map = mapperOf({ overrides });
      map('c401c10002020f02161e', { request: { ...request, attribute: 3 } });
      should(map(ENERGY, { request })?.readings[0]).have.properties({
        register: 'FEEDER',
        value: 10000000,
        unit: 'kWh',
        dataId: '1-0:1.8.0.255',
      });
      should(map(ENERGY, { request, model: 'X' })?.readings[0]).have.properties({
        register: 'TOTAL_ACTIVE_IMPORT',
        value: 1000000,
        unit: 'm³',
      });
    });

    it('as the meter does where the user gives only a name', () => {
      const overrides = [{ model: '', obis: '1-0:1.8.0.255', register: 'FEEDER' }];
      const map = mapperOf({ overrides });
      map('c401c10002020f02161e', { request: { ...request, attribute: 3 } });
      should(map(ENERGY, { request })?.readings[0]).have.properties({
        register: 'FEEDER',
        value: 100000,
        unit: 'kWh',
      });
    });
  });

  describe('names the values of an answer', () => {
    const list = 'c403c1020006000003e90104';
    const attributes = [
      { classId: 3, obis: '1-0:1.8.0.255', attribute: 2, selection: null },
      { classId: 3, obis: '1-0:2.8.0.255', attribute: 2, selection: null },
    ];

    it('by a request with list, those refused left out', () => {
      const request = { type: 'get-request', kind: 'with-list', attributes };
      should(registersOf(mapperOf()(list, { request }))).eql([['TOTAL_ACTIVE_IMPORT', 1.001]]);
    });

    it('by no request that asked for another number of things', () => {
      const request = { type: 'get-request', kind: 'with-list', attributes: attributes.slice(1) };
      should(mapperOf()(list, { request })).be.undefined();
    });
  });

  describe('profiles', () => {
    const hints = { request: LOAD_PROFILE, captureObjects: COLUMNS, capturePeriod: 900 };

    it('become rows with times, status and values by register', () => {
      const mapped = mapperOf()(PROFILE, hints);
      should(mapped?.readings).eql([]);
      const [message] = mapped?.profiles ?? [];
      should(message).have.properties({
        topic: `ivy/v1/meters/${METER}/profile`,
        qos: 1,
        retain: false,
      });
      const payload = message?.payload as Record<string, unknown>;
      payload.should.have.properties({
        meterId: METER,
        obis: '1-0:99.1.0.255',
        from: '2026-01-01T00:00:00+03:00',
        to: '2026-01-01T00:45:00+03:00',
        complete: true,
      });
      (payload['rows'] as unknown[]).should.have.length(4);
      should((payload['rows'] as unknown[])[3]).eql({
        meterTime: '2026-01-01T00:45:00+03:00',
        meterTs: Date.UTC(2025, 11, 31, 21, 45),
        status: 0,
        values: {
          TOTAL_ACTIVE_IMPORT: {
            dataId: '1-0:1.8.0.255',
            value: 1000.075,
            rawValue: 1000075,
            unit: 'kWh',
            quality: 'assumed-scale',
          },
        },
      });
    });

    it('give nothing while nobody knows their columns, and never a reading', () => {
      should(mapperOf()(PROFILE, { request: LOAD_PROFILE })).match({
        readings: [],
        profiles: [],
        unnamed: ['1-0:99.1.0.255'],
      });
    });

    it('are not complete where rows do not fit the columns', () => {
      const captureObjects = COLUMNS.slice(0, 2);
      const [message] = mapperOf()(PROFILE, { ...hints, captureObjects })?.profiles ?? [];
      should(message?.payload).have.properties({ complete: false, rows: [], from: null });
    });

    it('know their columns and period once the meter has told them', () => {
      const map = mapperOf();
      const told =
        'c401c1000103020412000809060000010000ff0f02120000020412000109060000600a01ff0f02120000020412000309060100010800ff0f02120000';
      map(told, { request: { ...LOAD_PROFILE, attribute: 3 } });
      map('c401c1000600000384', { request: { ...LOAD_PROFILE, attribute: 4 } });
      const [message] = map(PROFILE, { request: LOAD_PROFILE })?.profiles ?? [];
      should(message?.payload).have.properties({
        complete: true,
        to: '2026-01-01T00:45:00+03:00',
      });
    });
  });

  describe('times', () => {
    const clock = 'c401c100090c07ea0b1506130f00ffff4c00';
    const request = { classId: 8, obis: '0-0:1.0.0.255', attribute: 2 };
    const cases: readonly (readonly [Settings, string, number | undefined])[] = [
      [{}, '2026-11-21T19:15:00+03:00', Date.UTC(2026, 10, 21, 16, 15)],
      [
        { deviationPolicy: 'inverted' },
        '2026-11-21T19:15:00-03:00',
        Date.UTC(2026, 10, 21, 22, 15),
      ],
      [{ deviationPolicy: 'ignored' }, '2026-11-21T19:15:00', undefined],
      [
        { deviationPolicy: 'ignored', timezone: 'Asia/Shanghai' },
        '2026-11-21T19:15:00',
        Date.UTC(2026, 10, 21, 11, 15),
      ],
    ];
    for (const [settings, meterTime, meterTs] of cases) {
      it(`with a deviation ${JSON.stringify(settings)} are ${meterTime}`, () => {
        const [reading] = mapperOf(settings)(clock, { request })?.readings ?? [];
        should(reading?.meterTime).equal(meterTime);
        should(reading?.meterTs).equal(meterTs);
      });
    }
  });

  describe('a list of attributes', () => {
    it('has usual classes and attribute 2 where it does not say others', () => {
      attributeList('1-0:1.8.0.255, 1-0:1.6.0;0-0:96.1.0.255/2 70/0-0:96.3.10.255/3').should.eql([
        { classId: 3, obis: '1-0:1.8.0.255', attribute: 2, dataIndex: 0 },
        { classId: 4, obis: '1-0:1.6.0.255', attribute: 2, dataIndex: 0 },
        { classId: 1, obis: '0-0:96.1.0.255', attribute: 2, dataIndex: 0 },
        { classId: 70, obis: '0-0:96.3.10.255', attribute: 3, dataIndex: 0 },
      ]);
    });

    it('refuses what is none', () => {
      should(() => attributeList('energy')).throw(SyntaxError);
      should(() => attributeList('3/1-0:1.8.0.255/2/1')).throw(SyntaxError);
    });
  });
});
