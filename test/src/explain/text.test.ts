import 'should';
import { explain, jsonOf, textOf } from '../../../src/explain';
import { fromHex } from '../../../src/octets';

const VOLTAGE = '0001000100100009c401c1000600005c54';

describe('an explanation as text', () => {
  it('is a summary, and a line for each field in columns', () => {
    textOf(explain(fromHex(VOLTAGE))).should.equal(
      [
        'wrapper from 1 to 16: get-response: double-long-unsigned 23636',
        '   0  00 01           version                     1',
        '   2  00 01           source wPort                1 management',
        '   4  00 10           destination wPort           16 public client',
        '   6  00 09           length                      9 octets follow',
        '   8  C4                apdu                      get-response',
        '   9  01                  kind                    normal',
        '  10  C1                  invoke-id-and-priority  invoke-id 1, confirmed, high priority',
        '  11  00                  result                  data',
        '  12  06 00 00 5C 54        double-long-unsigned  23636',
      ].join('\n'),
    );
  });

  it('shortens long runs of octets, which JSON does not', () => {
    const explained = explain(fromHex(`c401c1000a20${'41'.repeat(32)}`));
    textOf(explained).should.match(/0A 20 41 41 41 41 41 41 … /);
    jsonOf(explained).should.containEql(`"hex":"0a20${'41'.repeat(32)}"`);
  });

  it('shows what belongs to no frame', () => {
    const explained = explain(fromHex(`aabb${VOLTAGE}`));
    textOf(explained).should.match(/\n\ndiscarded, 2 octets: AA BB$/);
    JSON.parse(jsonOf(explained)).discarded.should.equal('aabb');
    const answer = '68341200000000689108333334339a7856341816';
    const woken = explain(fromHex(`${'fe'.repeat(20)}${answer}bb`));
    JSON.parse(jsonOf(woken)).discarded.should.equal(`${'fe'.repeat(12)}bb`);
  });

  it('has colour only where it is asked for', () => {
    const explained = explain(fromHex(VOLTAGE));
    textOf(explained).should.not.containEql('\x1b');
    textOf(explained, { colour: true })
      .split('\x1b[0m')
      .join('')
      .replaceAll('\x1b[1m', '')
      .replaceAll('\x1b[2m', '')
      .replaceAll('\x1b[36m', '')
      .should.equal(textOf(explained));
  });
});

describe('an explanation as JSON', () => {
  it('has frames with their fields, and what the codec makes of them', () => {
    const { ok, frames, discarded } = JSON.parse(jsonOf(explain(fromHex(`ff${VOLTAGE}`))));
    ok.should.be.true();
    discarded.should.equal('ff');
    frames.length.should.equal(1);
    const [{ offset, protocol, kind, hex, fields, decoded }] = frames;
    offset.should.equal(1);
    protocol.should.equal('dlms');
    kind.should.equal('wrapper');
    hex.should.equal(VOLTAGE);
    fields[3].should.deepEqual({
      offset: 6,
      hex: '0009',
      name: 'length',
      meaning: '9 octets follow',
      depth: 0,
    });
    decoded.apdu.data.should.deepEqual({ type: 'double-long-unsigned', value: 23636 });
  });
});
