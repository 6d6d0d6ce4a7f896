import should from 'should';
import { boot, type FlowNode, installedFolder, type NodeRed } from './node-red';

/** Deploys an example whose debug nodes write to the log, where a test can read them. */
async function deployLogging(red: NodeRed, title: string): Promise<readonly FlowNode[]> {
  const flows = (await red.example(title)).map((node) =>
    node.type === 'debug' ? { ...node, console: true } : node,
  );
  await red.deploy(flows);
  return flows;
}

describe('DLMS examples in Node-RED 5.0', function () {
  this.timeout(120_000);
  let red: NodeRed;

  before(async () => {
    red = await boot({ nodeRed: '5.0', folder: await installedFolder('5.0') });
  });

  after(async () => red?.stop());

  async function click(flows: readonly FlowNode[], name: string): Promise<number> {
    const inject = flows.find((node) => node.type === 'inject' && node['name'] === name);
    const from = red.log.length;
    const answer = await fetch(`${red.url}/inject/${inject?.id}`, { method: 'POST' });
    answer.status.should.equal(200);
    return from;
  }

  it('decode a pasted APDU', async () => {
    const flows = await deployLogging(red, 'Decode a DLMS APDU');
    const from = await click(flows, 'pushed values, in the wrapper');
    await red.program.line(/data-notification/, { from });
    await red.program.line(/TOTAL_ACTIVE_IMPORT/, { from });
  });

  it('decipher a push with the keys that came with the example, and refuse it the second time', async () => {
    const flows = await deployLogging(red, 'A ciphered push');
    const first = await click(flows, 'push, counter 4001');
    await red.program.line(/12345\.678/, { from: first });
    const second = await click(flows, 'push, counter 4001');
    await red.program.line(/invocation counter 4001, the last one was 4001/, { from: second });
  });

  it('are searched for OBIS codes by the editor', async () => {
    const rows = (await red.admin('/ivy-gateway/obis?q=frekans%20%C5%9Febeke')) as object[];
    should(rows[0]).have.property('obis', '1-0:14.7.0.255');
  });
});
