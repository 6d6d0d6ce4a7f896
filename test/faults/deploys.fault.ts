import 'should';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayWithMeters } from '../e2e/gateway-with-meters';
import { type DeployType, type FlowNode, nodeRedVersions } from '../e2e/node-red';
import { shouldBeAtMost } from './report';

const METERS = 2_000;
const INTERVAL = 20_000;
const TYPES = ['nodes', 'flows', 'full'] as const;
/** ms; after 15 s Node-RED waits no longer. */
const SLOW = 14_000;
const SLOW_NODE = `module.exports = (RED) => RED.nodes.registerType('slow-to-close', function (config) {
  RED.nodes.createNode(this, config);
  this.on('close', (removed, done) => setTimeout(done, ${SLOW}));
});`;
const SLOW_DIALOG = `<script type="text/javascript">
  RED.nodes.registerType('slow-to-close', { category: 'test', defaults: {} });
</script>`;

for (const nodeRed of nodeRedVersions) {
  describe(`deploys with ${METERS} meters on Node-RED ${nodeRed}`, () => {
    let gateway: GatewayWithMeters;

    before(async () => {
      gateway = await GatewayWithMeters.start({
        ...{ nodeRed, meters: METERS, interval: INTERVAL },
        prepare: addSlowNode,
      });
    });
    after(() => gateway?.stop());

    it('begin when all have dialled in, at once, and none was turned away', () => {
      const closed = gateway.counted('closed');
      shouldBeAtMost({ test: `sockets closed while ${METERS} dial in`, figure: closed, limit: 0 });
    });

    describe('beside other nodes', () => {
      for (const type of TYPES) dropNothing(type, () => []);
    });

    describe('beside a node that takes 14 s to close', () => {
      before(() => gateway.deployChanged('full', [slowNodeOn(gateway.flows)]));
      for (const type of TYPES) dropNothing(type, () => [slowNodeOn(gateway.flows)]);
    });

    function dropNothing(type: DeployType, more: () => readonly FlowNode[]): void {
      it(`of type ${type} drop no socket, no meter comes or goes, and readings go on`, async () => {
        const [closed, told] = [gateway.counted('closed'), gateway.told];
        const began = performance.now();
        await gateway.deployChanged(type, more());
        const took = performance.now() - began;
        if (more().length > 0) took.should.be.aboveOrEqual(SLOW);
        await gateway.toldOfAll('telemetry', gateway.told);
        const slow = more().length > 0 ? ', slow to close' : '';
        const test = `R15 ${METERS} meters, ${type} deploy${slow}`;
        const dropped = gateway.counted('closed') - closed;
        shouldBeAtMost({ test: `${test}: sockets dropped`, figure: dropped, limit: 0 });
        const changes = gateway.changesTold(told).length;
        shouldBeAtMost({ test: `${test}: changes told`, figure: changes, limit: 0 });
      });
    }
  });
}

/** Node-RED loads what it finds there. */
function addSlowNode(folder: string): void {
  const nodes = join(folder, 'nodes');
  mkdirSync(nodes, { recursive: true });
  writeFileSync(join(nodes, 'slow-to-close.js'), SLOW_NODE);
  writeFileSync(join(nodes, 'slow-to-close.html'), SLOW_DIALOG);
}

function slowNodeOn(flows: readonly FlowNode[]): FlowNode {
  const tab = flows.find(({ type }) => type === 'tab');
  return { id: 'slow', type: 'slow-to-close', z: tab?.id, x: 100, y: 100, wires: [] };
}
