import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import should from 'should';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import dlmsEncode from '../../nodes/ivy-dlms-encode/ivy-dlms-encode';
import obisMap from '../../nodes/obis-map/obis-map';
import { isPublishedExampleKey } from '../../src/dlms/security';
import { fromHex } from '../../src/octets';
import { type Flow, load, type NodeConfig, unload } from '../helpers/flow';

interface ExampleNode extends NodeConfig {
  readonly name: string;
  readonly wires: readonly (readonly string[])[];
  readonly credentials?: Readonly<Record<string, string>>;
  readonly props?: readonly { readonly p: string; readonly v?: string; readonly vt?: string }[];
  readonly payload?: string;
}

const OURS = ['ivy-dlms-decode', 'ivy-dlms-encode', 'obis-map'];

function example(name: string): readonly ExampleNode[] {
  return JSON.parse(readFileSync(join(__dirname, `../../examples/${name}.json`), 'utf8'));
}

/** The nodes of an example that are ours, wired to each other as there, and what its inject nodes say. */
async function run(name: string): Promise<{ flow: Flow; click: (inject: string) => void }> {
  const nodes = example(name);
  const ours = nodes.filter(({ type }) => OURS.includes(type));
  const wired = ours.map(({ credentials: _, z: __, x: ___, y: ____, ...node }) => ({
    ...node,
    wires: node.wires.map((wires, output) => [
      ...wires.filter((id) => ours.some((other) => other.id === id)),
      `${node.id}:${output + 1}`,
    ]),
  }));
  const credentials = ours.flatMap((node) =>
    node.credentials ? [[node.id, node.credentials] as const] : [],
  );
  const flow = await load(
    [dlmsDecode, dlmsEncode, obisMap],
    wired,
    Object.fromEntries(credentials),
  );
  const click = (inject: string): void => {
    const found = nodes.find((node) => node.type === 'inject' && node.name === inject);
    if (!found) throw new Error(`no inject node ${inject}`);
    const [target = ''] = found.wires[0] ?? [];
    flow.send(target, { payload: found.payload, ...propsOf(found) });
  };
  return { flow, click };
}

function propsOf({ props = [] }: ExampleNode): object {
  const given = props.filter(({ v }) => v !== undefined);
  return Object.fromEntries(
    given.map(({ p, v = '', vt }) => [p, vt === 'str' ? v : JSON.parse(v)]),
  );
}

function idOf(name: string, type: string): string {
  return example(name).find((node) => node.type === type)?.id ?? '';
}

describe('DLMS examples', () => {
  afterEach(unload);

  describe('Decode a DLMS APDU', () => {
    const NAME = 'Decode a DLMS APDU';
    const map = idOf(NAME, 'obis-map');

    it('gives readings of pushed values', async () => {
      const { flow, click } = await run(NAME);
      click('pushed values, in the wrapper');
      (await flow.next(map)).payload.should.have.properties({
        register: 'TOTAL_ACTIVE_IMPORT',
        value: 12345.678,
        unit: 'kWh',
      });
    });

    it('gives an event', async () => {
      const { flow, click } = await run(NAME);
      click('an event, bare');
      (await flow.next(map, 2)).payload.should.have.property('event', 'POWER_FAILURE_COUNT');
    });

    it('gives the rows of a profile in two blocks', async () => {
      const { flow, click } = await run(NAME);
      click('a long answer, block 1');
      click('a long answer, block 2 (last)');
      const { topic, payload } = await flow.next(map);
      should(topic).equal('ivy/v1/meters/311501114070/profile');
      payload.should.have.properties({ complete: true, to: '2026-01-01T00:45:00+03:00' });
    });

    it('encodes a request', async () => {
      const { flow, click } = await run(NAME);
      click('read the voltage');
      const { payload } = await flow.next(idOf(NAME, 'ivy-dlms-encode'));
      const hex = (payload as unknown as Buffer).toString('hex');
      hex.should.equal('000100100001000dc001c100030100200700ff0200');
    });
  });

  describe('A ciphered push', () => {
    const NAME = 'A ciphered push';
    const map = idOf(NAME, 'obis-map');

    it('gives readings of each push, once', async () => {
      const { flow, click } = await run(NAME);
      click('push, counter 4001');
      click('push, counter 4002');
      (await flow.next(map)).payload.should.match({
        values: { TOTAL_ACTIVE_IMPORT: { value: 12345.678 }, VOLTAGE_A: { value: 230.4 } },
      });
      (await flow.next(map)).payload.should.match({
        values: { TOTAL_ACTIVE_IMPORT: { value: 12345.69 }, CURRENT_A: { value: 1.25 } },
      });
      click('push, counter 4001');
      (await flow.caught()).error.should.match({ code: 'security', message: /counter 4001/ });
    });

    for (const [inject, code] of [
      ['forged push', 'authentication-failed'],
      ['plain push', 'security'],
      ['authenticated, not encrypted', 'security'],
    ] as const) {
      it(`refuses the ${inject}`, async () => {
        const { flow, click } = await run(NAME);
        click(inject);
        (await flow.caught()).error.should.have.property('code', code);
        flow.rest(map).should.deepEqual([]);
      });
    }

    it('has keys of its own, which no standard prints', () => {
      const keys = example(NAME).flatMap(({ credentials = {} }) => Object.values(credentials));
      keys.should.have.length(2);
      for (const key of keys) isPublishedExampleKey(fromHex(key)).should.be.false();
    });
  });
});
