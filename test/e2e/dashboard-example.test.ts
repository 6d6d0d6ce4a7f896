import 'should';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowNode } from './node-red';
import { root } from './runtime';

const text = (file: string) => readFileSync(join(root, 'examples', file), 'utf8');
const flow = JSON.parse(text('Gateway with dashboard.json')) as FlowNode[];

interface Point {
  readonly series: string;
  readonly x: number;
  readonly y: number | null;
}

/** A point of a chart whose axis is in UTC. */
function told({ series, x, y }: Point): string {
  return `${series} ${new Date(x).toISOString().slice(11, 16)} ${y}`;
}

describe('the example "Gateway with dashboard"', () => {
  it('is what its parts make of it', () => {
    const composed = execFileSync(process.execPath, [join(root, 'examples/dashboard/compose.mjs')]);
    (composed.toString() === text('Gateway with dashboard.json')).should.be.true(
      'run node examples/dashboard/compose.mjs --write',
    );
  });

  it('begins with the example "Gateway", node by node', () => {
    const core = JSON.parse(text('Gateway.json')) as FlowNode[];
    flow.slice(0, core.length).should.eql(core);
  });

  it('gives each node an id of its own, and wires only to nodes that are there', () => {
    const ids = new Set(flow.map(({ id }) => id));
    ids.size.should.equal(flow.length);
    const wired = flow.flatMap(({ wires }) => ((wires ?? []) as string[][]).flat());
    wired.filter((id) => !ids.has(id)).should.eql([]);
  });

  it('has the editor offer the module that it needs, and needs no other', () => {
    const settings = flow.find(({ type }) => type === 'global-config');
    Object.keys(settings?.['modules'] ?? {}).should.eql(['@flowfuse/node-red-dashboard']);
  });

  it("charts a load profile by what each interval took, in the meter's time, with a gap for a missing row", () => {
    const row = (time: string, energy: number, voltage: number) => ({
      meterTime: `2026-01-30T${time}:00+08:00`,
      values: {
        TOTAL_ACTIVE_IMPORT: { value: energy, unit: 'kWh' },
        VOLTAGE_A: { value: voltage, unit: 'V' },
      },
    });
    const rows = [
      row('00:00', 1.1, 220),
      row('00:15', 1.3, 221),
      row('00:30', 1.6, 222),
      row('01:00', 2, 223),
      row('01:15', 2.1, 224),
    ];
    const charts = flow.find(({ name }) => name === 'a load profile');
    const run = new Function('msg', String(charts?.['func']));
    const message = { asked: 'read_profile', payload: { success: true, result: { rows } } };
    const [use, rest] = run(message) as { readonly payload: readonly Point[] }[];
    use?.payload
      .map(told)
      .should.eql([
        'Total active import (kWh) 00:15 0.2',
        'Total active import (kWh) 00:30 0.3',
        'Total active import (kWh) 01:15 0.1',
      ]);
    rest?.payload
      .map(told)
      .should.eql([
        'Voltage A (V) 00:00 220',
        'Voltage A (V) 00:15 221',
        'Voltage A (V) 00:30 222',
        'Voltage A (V) 00:59 null',
        'Voltage A (V) 01:00 223',
        'Voltage A (V) 01:15 224',
      ]);
  });

  it('takes nothing from elsewhere, and puts nothing into a page but text', () => {
    const pages = flow.filter(({ type }) => type === 'ui-template').map(({ format }) => format);
    pages.length.should.equal(8);
    pages.filter((page) => /v-html|innerHTML|https?:|src=/.test(String(page))).should.eql([]);
  });
});
