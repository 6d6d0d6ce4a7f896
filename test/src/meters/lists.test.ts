import should from 'should';
import {
  KeySafe,
  keysOfFile,
  type ListedMeter,
  MeterListError,
  meterCsv,
  meterJson,
  parseMeterCsv,
  parseMeterJson,
  type WrappedKeys,
} from '../../../src/meters';

/** What is wrong with a list, a line each. */
function problemsOf(parse: () => unknown): readonly string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof MeterListError) return error.message.split('\n');
    throw error;
  }
  throw new Error('nothing is wrong with it');
}

const problemsOfCsv = (text: string) => problemsOf(() => parseMeterCsv(text));
const problemsOfJson = (text: string) => problemsOf(() => parseMeterJson(text));

const WRAPPED =
  'ivy1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' as WrappedKeys;

const FULL: ListedMeter = {
  id: '202312345678',
  name: '配电室, "B"',
  group: 'hall 1',
  profile: 'em114070',
  via: 'modem-1',
  ratio: { ct: 40, vt: 0.5, registers: 'secondary' },
  timezone: 'Asia/Shanghai',
  trusted: false,
  protected: true,
  keys: WRAPPED,
};
const BARE: ListedMeter = { id: 'm_2', trusted: true, protected: false };

const FULL_CSV = `\uFEFFid,name,group,profile,via,ct,vt,registers,timezone,trusted,protected,keys\r
202312345678,"配电室, ""B""",hall 1,em114070,modem-1,40,0.5,secondary,Asia/Shanghai,false,true,${WRAPPED}\r
m_2,,,,,,,,,true,false,\r
`;

const FULL_JSON = `[
  {
    "id": "202312345678",
    "name": "配电室, \\"B\\"",
    "group": "hall 1",
    "profile": "em114070",
    "via": "modem-1",
    "ratio": {
      "ct": 40,
      "vt": 0.5,
      "registers": "secondary"
    },
    "timezone": "Asia/Shanghai",
    "trusted": false,
    "protected": true,
    "keys": "${WRAPPED}"
  },
  {
    "id": "m_2",
    "trusted": true,
    "protected": false
  }
]
`;

describe('a meter list as CSV', () => {
  it('is read', () => parseMeterCsv(FULL_CSV).should.eql([FULL, BARE]));

  it('is written', () => meterCsv([FULL, BARE]).should.equal(FULL_CSV));

  it('needs no column but id, in any order and case', () => {
    parseMeterCsv('Name;ID;Trusted\nBoiler; m_2 ;FALSE\n').should.eql([
      { id: 'm_2', name: 'Boiler', trusted: false, protected: false },
    ]);
  });

  it('a listed meter is trusted and not protected, unless the list says otherwise', () => {
    parseMeterCsv('id\nm_2\n').should.eql([BARE]);
  });

  it('a header alone is an empty list', () => parseMeterCsv('id,name\n').should.eql([]));

  it('without a header there is no list', () => {
    problemsOfCsv('').should.eql(['the header has no column id'].map((text) => `row 1: ${text}`));
    problemsOfCsv('name\nx\n').should.eql(['row 1: the header has no column id']);
  });

  it('columns that are unknown or there twice are told', () => {
    const columns =
      'id, name, group, profile, via, ct, vt, registers, timezone, trusted, protected, keys';
    problemsOfCsv('id,colour<,id\nm,1,2\n').should.eql([
      `row 1, column colour?: there is no such column; there are ${columns}`,
      'row 1, column id: it is there twice',
    ]);
  });

  it('a row with more fields than the header is told', () => {
    problemsOfCsv('id,name\nm,a,b\n').should.eql([
      'row 2: more fields than the 2 columns of the header',
    ]);
    parseMeterCsv('id,name\nm_2,,,\n').should.eql([BARE]);
  });

  it('a quote without end is told with its row', () => {
    problemsOfCsv('id,name\nm,"a\n').should.eql(['row 2: a quote does not end where a field does']);
  });

  it('all that is wrong is told at once, by row and column', () => {
    const text = `id,name,via,ct,vt,registers,timezone,trusted,protected,keys
,,,,,,,,,
m 1,a,,,,,,,,
m2,,m/2,,,,,,,
m3,,,0,-1,secondary,,,,
m4,,,,,tertiary,,,,
m5,,,5,,,,,,
m6,,,,,,Asia/Atlantis,,,
m7,,,,,,,yes,nope,
m8,,,,,,,,,secret
m9,,m9,"1,5",1e3,primary,,,,
`;
    const ratio =
      'a ratio is a decimal number above 0, with at most 7 digits before the point and 6 after it';
    const id = 'an id has 1 to 32 letters, digits, - or _';
    problemsOfCsv(text).should.eql([
      `row 3, column id: ${id}`,
      `row 4, column via: ${id}`,
      `row 5, column ct: ${ratio}`,
      `row 5, column vt: ${ratio}`,
      'row 6, column registers: primary or secondary',
      'row 7, column registers: with a ratio, say whether the registers are primary or secondary',
      'row 8, column timezone: no time zone of this name is known; Asia/Shanghai is one',
      'row 9, column trusted: true or false',
      'row 9, column protected: true or false',
      'row 10, column keys: keys are wrapped keys, or a JSON object of names and values',
      `row 11, column ct: ${ratio}`,
      `row 11, column vt: ${ratio}`,
      'row 11, column via: it leads back to this meter',
    ]);
  });

  it('no more than 100 problems are told', () => {
    problemsOfCsv(`id\n${'no id\n'.repeat(500)}`).length.should.equal(100);
  });

  it('an id that comes twice is told, with the row that had it first', () => {
    problemsOfCsv('id,name\na,\nb,\na,x\n').should.eql(['row 4, column id: row 2 has this id']);
  });

  it('a row without an id is told', () => {
    problemsOfCsv('id,name\n,x\n').should.eql([
      'row 2, column id: an id has 1 to 32 letters, digits, - or _',
    ]);
  });

  it('meters that are reached through each other are told; a chain with an end is not', () => {
    problemsOfCsv('id,via\na,b\nb,c\nc,a\nd,a\ne,modem\n').should.eql([
      'row 2, column via: it leads back to this meter',
      'row 3, column via: it leads back to this meter',
      'row 4, column via: it leads back to this meter',
    ]);
    parseMeterCsv('id,via\na,b\nb,c\nc,modem\n').length.should.equal(3);
  });

  it('a name of more than 100 characters, or of two lines, is told', () => {
    const rule = 'a text of at most 100 characters in one line';
    problemsOfCsv(`id,name,group\na,${'x'.repeat(101)},\nb,"two\nlines","\u0007"\n`).should.eql([
      `row 2, column name: ${rule}`,
      `row 3, column name: ${rule}`,
      `row 3, column group: ${rule}`,
    ]);
  });

  it('100,000 meters behind each other are read within 3 seconds, ten times that on a busy machine', () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => `m${n},m${n + 1},Europe/Istanbul\n`);
    const started = performance.now();
    parseMeterCsv(`id,via,timezone\n${rows.join('')}`).length.should.equal(100_000);
    (performance.now() - started).should.be.below(30_000);
  }).timeout(60_000);

  it('more than 100,000 meters are too many', () => {
    const rows = Array.from({ length: 100_001 }, (_, n) => `m${n}\n`);
    problemsOfCsv(`id\n${rows.join('')}`).should.eql(['more than 100000 meters']);
  }).timeout(20_000);
});

describe('a meter list as JSON', () => {
  it('is read', () => parseMeterJson(FULL_JSON).should.eql([FULL, BARE]));

  it('is written', () => meterJson([FULL, BARE]).should.equal(FULL_JSON));

  it('a byte order mark is passed over; null and "" are as good as absent', () => {
    parseMeterJson('\uFEFF[{"id":"m_2","name":"","ratio":null}]').should.eql([BARE]);
  });

  it('a ratio of which only one is given has 1 for the other', () => {
    const [meter] = parseMeterJson('[{"id":"a","ratio":{"ct":40,"registers":"primary"}}]');
    should(meter?.ratio).eql({ ct: 40, vt: 1, registers: 'primary' });
  });

  it('a text that is no JSON is told with the line, and never quoted', () => {
    problemsOfJson('[\n{"id": secret}]').should.matchEach(/^this is no JSON(, from line 2 on)?$/);
    problemsOfJson('[\n{"id":"secret" 5}]').should.eql(['this is no JSON, from line 2 on']);
    problemsOfJson('').should.matchEach(/^this is no JSON(, from line 1 on)?$/);
  });

  it('anything but a list of objects is told', () => {
    problemsOfJson('{"meters":[]}').should.eql(['a meter list is a JSON array']);
    problemsOfJson('[1,[],null]').should.eql([
      'row 1: a meter is a JSON object',
      'row 2: a meter is a JSON object',
      'row 3: a meter is a JSON object',
    ]);
  });

  it('properties of other names are told, so that a misspelt one does not go unseen', () => {
    problemsOfJson(
      '[{"id":"a","protect":true,"ct":1,"__proto__":{"x":1},"ratio":{"cts":1,"id":"b"}}]',
    ).should.eql([
      'row 1, column protect: a meter has no such property',
      'row 1, column ct: a meter has no such property',
      'row 1, column __proto__: a meter has no such property',
      'row 1, column cts: a meter has no such property',
      'row 1, column id: a meter has no such property',
    ]);
    ('x' in {}).should.equal(false);
  });

  it('values of other types are told', () => {
    problemsOfJson(
      '[{"id":5,"name":{},"timezone":[],"trusted":["true"],"protected":1,"ratio":[],"keys":[]}]',
    ).should.eql([
      'row 1, column ratio: an object of ct, vt and registers',
      'row 1, column id: an id has 1 to 32 letters, digits, - or _',
      'row 1, column name: a text of at most 100 characters in one line',
      'row 1, column timezone: no time zone of this name is known; Asia/Shanghai is one',
      'row 1, column trusted: true or false',
      'row 1, column protected: true or false',
      'row 1, column keys: keys are an object of names and values',
    ]);
  });
});

describe('keys in a meter list', () => {
  const KEY = '9a3f5c7e1b2d4f60718293a4b5c6d7e8';
  const json = `[{"id":"a","keys":{"encryptionKey":"${KEY}","meterPassword":"02123456"}}]`;
  const csv = `id,keys\na,"{""encryptionKey"":""${KEY}"",""meterPassword"":""02123456""}"\n`;
  const safe = new KeySafe('secret of the gateway');

  for (const [format, read] of Object.entries({
    JSON: () => parseMeterJson(json, keysOfFile(safe)),
    CSV: () => parseMeterCsv(csv, keysOfFile(safe)),
  })) {
    it(`in clear in ${format} are wrapped as they are read, and never written in clear`, () => {
      const meters = read();
      should(safe.unwrap(meters[0]?.keys as WrappedKeys, 'a')).eql({
        encryptionKey: KEY,
        meterPassword: '02123456',
      });
      for (const text of [meterCsv(meters), meterJson(meters)]) {
        text.should.not.containEql(KEY);
        text.should.not.containEql('02123456');
      }
      parseMeterCsv(meterCsv(meters)).should.eql(meters);
      parseMeterJson(meterJson(meters)).should.eql(meters);
    });
  }

  it('in clear without a secret are refused', () => {
    problemsOfJson(json).should.eql(['row 1, column keys: there is no secret to wrap keys with']);
  });

  it('what is wrong with a key is told without the key', () => {
    problemsOf(() =>
      parseMeterJson(
        `[{"id":"a","keys":{"encryptionKey":"${KEY}00"}},
          {"id":"b","keys":{"password":"${KEY}"}},
          {"id":"c","keys":{"meterPassword":"123"}},
          {"id":"d","keys":{}}]`,
        keysOfFile(safe),
      ),
    ).should.eql([
      'row 1, column keys: encryptionKey is hex of 16 or 32 octets',
      'row 2, column keys: keys have names among systemTitle, encryptionKey, authenticationKey, dedicatedKey, broadcastKey, masterKey, secret, meterPassword, operatorCode',
      'row 3, column keys: meterPassword is 8 digits, LLPPPPPP',
      'row 4, column keys: keys without a key',
    ]);
  });
});
