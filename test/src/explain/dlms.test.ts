import 'should';
import { explain } from '../../../src/explain';
import { fromHex, toHex } from '../../../src/octets';

function explanationOf(hex: string) {
  const [frame] = explain(fromHex(hex)).frames;
  if (!frame) throw new Error('no frame');
  return frame.explanation;
}

function linesOf(hex: string): string[] {
  return explanationOf(hex).fields.map(
    ({ octets, name, meaning, depth }) => `${depth} ${toHex(octets)} ${name}: ${meaning}`,
  );
}

describe('a DLMS frame explained', () => {
  it('names class, object and attribute of a request', () => {
    linesOf('000100100001000d c001c1000301000c0700ff0200').should.deepEqual([
      '0 0001 version: 1',
      '0 0010 source wPort: 16 public client',
      '0 0001 destination wPort: 1 management',
      '0 000d length: 13 octets follow',
      '1 c0 apdu: get-request',
      '2 01 kind: normal',
      '2 c1 invoke-id-and-priority: invoke-id 1, confirmed, high priority',
      '2 0003 class-id: 3 Register',
      '2 01000c0700ff instance-id: 1-0:12.7.0.255 Voltage, any phase (single-phase meters)',
      '2 02 attribute-id: 2 value',
      '2 00 access-selection: absent',
    ]);
  });

  it('says scaler and unit of a scaler_unit', () => {
    linesOf('c401c10002020ffe1623')
      .slice(-3)
      .should.deepEqual([
        '2 0202 structure: structure of 2',
        '3 0ffe scaler: integer: x 10^-2',
        '3 1623 unit: enum: 35 V',
      ]);
  });

  it('reads times in octet strings', () => {
    explanationOf('c401c100090c07ea0b1506130e0500ff4c00').summary.should.equal(
      'get-response: octet-string 2026-11-21T19:14:05+03:00, Saturday',
    );
  });

  it('says why an association is refused', () => {
    explanationOf('6117a109060760857405080101a203020101a305a10302010d').summary.should.equal(
      'aare: association rejected-permanent, authentication-failure, LN, authentication none',
    );
  });

  it('never lets text of a meter reach a terminal as it is', () => {
    explanationOf('c401c1000a041b5b316d').summary.should.equal(
      'get-response: visible-string "\\x1b[1m"',
    );
  });

  it('explains up to the fault, and leaves the rest as octets', () => {
    const { fields, fault } = explain(fromHex('c401c100020206000000'), { protocol: 'dlms' })
      .frames[0]?.explanation ?? { fields: [] };
    (fault?.code ?? '').should.equal('truncated');
    fields
      .slice(-2)
      .map(({ name }) => name)
      .should.deepEqual(['structure', 'not explained']);
  });

  it('tells what it overlooked in an answer that breaks the standard', () => {
    const { notes, summary } = explanationOf('c401c10017044365c000');
    summary.should.equal('get-response: float32 229.75');
    notes.join().should.match(/length in front of a float/);
  });

  it('puts the segments of a message together behind the last one', () => {
    const first = '7ea8112102232018e7e6e700c401c100eb957e';
    const last = 'a00f210223322b200600005c541ed97e';
    const { frames } = explain(fromHex(first + last));
    frames.map(({ offset }) => offset).should.deepEqual([0, 18]);
    frames[0]?.explanation.inside.should.deepEqual([]);
    const [message] = frames[1]?.explanation.inside ?? [];
    (message?.summary ?? '').should.equal('get-response: double-long-unsigned 23636');
    (message?.fields ?? [])
      .map(({ octets }) => toHex(octets))
      .should.deepEqual(['c4', '01', 'c1', '00', '0600005c54']);
  });

  it('puts blocks together behind the last one, whatever they are carried in', () => {
    const blocks = ['c402c100000000010003060000', 'c402c1010000000200025c54'];
    const { frames } = explain(fromHex(blocks.join('')));
    frames.length.should.equal(2);
    const [data] = frames[1]?.explanation.inside ?? [];
    (data?.fields ?? [])
      .map(({ name, meaning }) => `${name} ${meaning}`)
      .should.deepEqual(['double-long-unsigned 23636']);

    const transfer = explain(fromHex('e0000001000005c401c10006e080000200000400005c54'));
    const [apdu] = transfer.frames[1]?.explanation.inside ?? [];
    (apdu?.summary ?? '').should.equal('get-response: double-long-unsigned 23636');
  });
});
