import 'should';
import { run } from '../../helpers/program';
import { needs } from '../../helpers/system-program';
import { closeAll, inbox, listeningBench, settled } from './harness';

afterEach(closeAll);

describe("Mosquitto's clients", () => {
  it('publish, with a user and without', async function () {
    needs(this, 'mosquitto_pub', 'mosquitto-clients');
    const { client, port } = await listeningBench({
      users: [{ username: 'operator', password: 'pa:ss' }],
    });
    const reader = await client();
    await reader.subscribeAsync('#');
    const publish = (...args: string[]) =>
      run('mosquitto_pub', ['-h', '127.0.0.1', '-p', `${port()}`, ...args]);
    await publish('-t', 'ivy/v1/x', '-m', 'anonymous', '-q', '1');
    await publish('-t', 'other', '-m', 'user', '-q', '2', '-u', 'operator', '-P', 'pa:ss');
    await publish(
      '-t',
      'ivy/v1/x',
      '-m',
      'thief',
      '-u',
      'operator',
      '-P',
      'pa',
    ).should.be.rejectedWith(/not authorised/i);
    await settled(reader);
    inbox(reader).slice(0, 2).should.deepEqual(['ivy/v1/x anonymous', 'other user']);
  });

  it('end well though their message is refused', async function () {
    needs(this, 'mosquitto_pub', 'mosquitto-clients');
    const { port, event } = await listeningBench();
    const topic = 'ivy/v1/meters/1/command/relay';
    await run('mosquitto_pub', ['-p', `${port()}`, '-t', topic, '-m', 'open', '-q', '1']);
    (await event('refused')).should.have.property('topic', topic);
  });

  it('subscribe, and get what is retained', async function () {
    needs(this, 'mosquitto_sub', 'mosquitto-clients');
    const { client, port } = await listeningBench();
    await (await client()).publishAsync('ivy/v1/x', 'kept', { qos: 1, retain: true });
    const args = ['-p', `${port()}`, '-t', '#', '-q', '1', '-C', '1', '-v'];
    (await run('mosquitto_sub', args)).should.equal('ivy/v1/x kept');
  });

  it('are told where a subscription is refused', async function () {
    needs(this, 'mosquitto_sub', 'mosquitto-clients');
    const { port } = await listeningBench();
    const args = ['-p', `${port()}`, '-t', '$SYS/#', '-W', '2'];
    (await run('mosquitto_sub', args)).should.match(/subscription requests were denied/);
  });

  it('of MQTT 5 are refused with return code 1', async function () {
    needs(this, 'mosquitto_pub', 'mosquitto-clients');
    const { port } = await listeningBench();
    const args = ['-p', `${port()}`, '-V', '5', '-t', 'ivy/v1/x', '-m', 'x'];
    await run('mosquitto_pub', args).should.be.rejectedWith(/protocol/i);
  });
});
