import 'should';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowNode } from './node-red';
import { root } from './runtime';

const text = (file: string) => readFileSync(join(root, 'examples', file), 'utf8');
const flow = JSON.parse(text('Gateway with dashboard.json')) as FlowNode[];

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

  it('takes nothing from elsewhere, and puts nothing into a page but text', () => {
    const pages = flow.filter(({ type }) => type === 'ui-template').map(({ format }) => format);
    pages.length.should.equal(8);
    pages.filter((page) => /v-html|innerHTML|https?:|src=/.test(String(page))).should.eql([]);
  });
});
