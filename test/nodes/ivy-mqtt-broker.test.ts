import 'should';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import broker from '../../nodes/ivy-mqtt-broker/ivy-mqtt-broker';
import { type Fields, type Flow, load, unload } from '../helpers/flow';
import { freePorts, isFree } from '../helpers/ports';

const USERS = { node: { users: 'operator:pa:ss,reader:word' } };

describe('ivy-mqtt-broker', () => {
  const clients: MqttClient[] = [];
  let port: number;
  let wsPort: number;

  beforeEach(async () => {
    [port = 0, wsPort = 0] = await freePorts(2);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end(true);
    await unload();
  });

  function node(settings: Fields = {}, credentials = {}): Promise<Flow> {
    return load(
      [gateway, broker],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'node', type: 'ivy-mqtt-broker', gateway: 'gw', port, wsPort, ...settings },
      ],
      credentials,
    );
  }

  async function connect(options: IClientOptions = {}, url?: string): Promise<MqttClient> {
    const client = await connectAsync(url ?? `mqtt://127.0.0.1:${port}`, {
      reconnectPeriod: 0,
      ...options,
    });
    clients.push(client);
    return client;
  }

  it('takes clients as soon as the flow has started', async () => {
    await node();
    await connect({ connectTimeout: 500 });
  });

  it('passes a message from one client to another, and gives it on output 2', async () => {
    const flow = await node();
    const [sender, receiver] = [await connect({ clientId: 'sender' }), await connect()];
    await receiver.subscribeAsync('ivy/v1/#', { qos: 1 });
    const received = new Promise<string>((resolve) => {
      receiver.once('message', (topic, payload) => resolve(`${topic} ${payload}`));
    });
    await sender.publishAsync('ivy/v1/meters/1/telemetry', '{"value":5}', { qos: 1, retain: true });
    (await received).should.equal('ivy/v1/meters/1/telemetry {"value":5}');
    const message = await flow.find(
      'node',
      2,
      ({ topic }) => topic === 'ivy/v1/meters/1/telemetry',
    );
    String(message.payload).should.equal('{"value":5}');
    message.should.have.properties({ qos: 1, retain: true, clientId: 'sender' });
  });

  it('tells of clients on output 1, and how many there are beside the node', async () => {
    const flow = await node();
    const client = await connect({ clientId: 'one' });
    const event = await flow.find('node', 1, ({ topic }) => topic === 'clientConnected');
    event.payload.should.match({ type: 'clientConnected', clientId: 'one', ip: '127.0.0.1' });
    (await flow.statusMatching('node', /^1 client$/)).should.match({ fill: 'green' });
    await client.endAsync();
    const gone = await flow.find('node', 1, ({ topic }) => topic === 'clientDisconnected');
    gone.payload.should.have.property('clientId', 'one');
    await flow.statusMatching('node', /^0 clients$/);
  });

  it('lets users of its credentials in, over WebSocket too, and nobody with another password', async () => {
    await node({ requireAuthentication: 'true' }, USERS);
    const url = `ws://127.0.0.1:${wsPort}`;
    await connect({ username: 'operator', password: 'pa:ss' });
    await connect({ username: 'reader', password: 'word' }, url);
    await connect({ username: 'operator', password: 'word' }).should.be.rejected();
    await connect({}).should.be.rejected();
    await connect({}, url).should.be.rejected();
  });

  it('lets anonymous clients read and not act', async () => {
    const flow = await node({}, USERS);
    const client = await connect({ clientId: 'anonymous' });
    await client.subscribeAsync('ivy/v1/#');
    await client.publishAsync('ivy/v1/meters/1/command/relay', '{}').catch(() => undefined);
    const refused = await flow.find('node', 1, ({ topic }) => topic === 'refused');
    refused.payload.should.match({
      action: 'publish',
      clientId: 'anonymous',
      topic: 'ivy/v1/meters/1/command/relay',
    });
  });

  it('is refused users that it cannot read, without showing a password', async () => {
    const flow = await node({}, { node: { users: 'operator' } });
    flow.status('node').should.match({ fill: 'red', text: /^MQTT_USERS: / });
    flow
      .logged('node')
      .join()
      .should.match(/^MQTT_USERS: /);
  });

  it('stays off while an external broker is set', async () => {
    const flow = await node({ externalUrl: 'mqtts://broker.example.org:8883' });
    flow.status('node').should.deepEqual({
      fill: 'grey',
      shape: 'ring',
      text: 'external broker in use',
    });
    (await isFree(port)).should.equal(true);
    (await isFree(wsPort)).should.equal(true);
  });

  it('has no WebSocket where its port is 0', async () => {
    await node({ wsPort: '0' });
    await connect();
    (await isFree(wsPort)).should.equal(true);
  });

  it('shows a busy port, though the other one listens, and takes it when it is free', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const flow = await node();
    const isListening = ({ payload }: { payload: Fields }) => payload['type'] === 'listening';
    (await flow.find('node', 1, isListening)).payload.should.have.property(
      'transport',
      'websocket',
    );
    const busy = new RegExp(`^cannot open port ${port}, retrying$`);
    (await flow.statusMatching('node', busy)).should.match({ fill: 'yellow', shape: 'ring' });
    other.close();
    (await flow.statusMatching('node', /^0 clients$/, 4_000)).should.match({ fill: 'green' });
    await connect();
  });

  it('frees its ports within a second, with clients that do not leave', async () => {
    await node();
    await connect();
    const started = performance.now();
    await unload();
    (performance.now() - started).should.be.below(1_000);
    (await isFree(port)).should.equal(true);
    (await isFree(wsPort)).should.equal(true);
  });
});
