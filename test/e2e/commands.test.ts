import 'should';
import { createHash, createHmac } from 'node:crypto';
import type { MqttClient } from 'mqtt';
import { freePort } from '../helpers/ports';
import { needs } from '../helpers/system-program';
import { until } from '../helpers/until';
import { CommandedGateway, METER, order, relay } from './commanded-gateway';
import { gatewayFolderOnce } from './environment';
import { Mosquitto } from './mosquitto';
import { gatewayFolder } from './running-gateway';

const SECRET = 'a secret of both sides';

describe('commands by a broker that is not ours', function () {
  this.timeout(300_000);
  let mosquitto: Mosquitto | undefined;
  let commanded: CommandedGateway;
  let operator: MqttClient;

  before(async function () {
    needs(this, 'mosquitto', 'mosquitto');
    const broker = await Mosquitto.start({
      users: { gateway: 'g', operator: 'o', reader: 'r', tenant: 't' },
      access: [
        ...['user gateway', 'topic readwrite #'],
        ...['user operator', 'topic readwrite ivy/v1/#'],
        ...['user reader', 'topic read ivy/v1/#', 'topic write ivy/v1/meters/+/command/request'],
        ...['user tenant', 'topic readwrite ivy/v1/meters/000000009999/#'],
      ],
    });
    mosquitto = broker;
    const folder = await gatewayFolder('5.0');
    commanded = await CommandedGateway.boot(folder, broker.urlOf('operator'), {
      ...{ MQTT_BROKER_URL: broker.url, MQTT_USERNAME: 'gateway', MQTT_PASSWORD: 'g' },
      RELAY_CONTROL: 'relay-topic',
    });
    operator = await commanded.client(broker.urlOf('operator'));
    await commanded.isAtWork(operator);
  });
  after(async () => {
    await commanded?.stop();
    await mosquitto?.stop();
  });

  const client = (user?: string): Promise<MqttClient> => {
    if (!mosquitto) throw new Error('Mosquitto does not run');
    return commanded.client(user === undefined ? mosquitto.url : mosquitto.urlOf(user));
  };

  it('who may switches, is answered, and is in the audit', async () => {
    await order(operator, 'relay', relay('first', 'open', { by: 'Ada' }));
    (await commanded.answer('first')).should.containDeep({
      ...{ success: true, result: { relay_state: 'open', confirmed: true } },
    });
    (await commanded.audit('first')).should.eql([
      ['asked', undefined],
      ['answered', true],
    ]);
    commanded.acts.should.equal(1);
  });

  it('R30 who may not does not: neither without a name, nor by another topic or meter, nor by wildcards', async () => {
    const before = commanded.acts;
    const nobody = await client();
    const [reader, tenant] = await Promise.all([client('reader'), client('tenant')]);
    for (const [index, who] of [nobody, reader, tenant].entries()) {
      await order(who, 'relay', relay(`refused by the broker ${index}`, 'close'));
    }
    const seen: string[] = [];
    tenant.on('message', (topic) => seen.push(topic));
    await tenant.subscribeAsync(['#', 'ivy/v1/meters/#', 'ivy/v1/meters/+/command/+']);
    for (const trick of [
      'ivy/v1/meters/000000009999/../000000001234/command/relay',
      'ivy/v1/meters/000000009999/command/relay/../../../000000001234/command/relay',
      `ivy/v1/meters//${METER}/command/relay`,
      `IVY/v1/meters/${METER}/command/relay`,
    ]) {
      const payload = JSON.stringify(relay('a trick', 'close'));
      await tenant.publishAsync(trick, payload, { qos: 1 });
      await operator.publishAsync(trick, payload, { qos: 1 });
    }
    // A topic with a wildcard is a protocol error: the broker hangs up.
    tenant.publish('ivy/v1/meters/+/command/relay', JSON.stringify(relay('wild', 'close')));
    await order(reader, 'request', relay('on the wrong topic', 'close'));
    (await commanded.answer('on the wrong topic')).should.containEql({ code: 'relay-disabled' });
    (await commanded.audit('on the wrong topic')).should.eql([
      ['asked', undefined],
      ['answered', 'relay-disabled'],
    ]);
    await commanded.isAtWork(operator);
    commanded.acts.should.equal(before);
    seen.filter((topic) => topic.startsWith(`ivy/v1/meters/${METER}/`)).should.be.empty();
    const ids = commanded.answers().map(({ payload: { id } }) => String(id));
    ids.filter((id) => /refused|trick|wild/.test(id)).should.be.empty();
  });

  it('R27 what the broker has kept is refused at the start and when it comes again, and audited', async () => {
    const before = commanded.acts;
    await commanded.end('SIGTERM');
    await order(operator, 'relay', relay('kept', 'close'), { retain: true });
    await commanded.start();
    const refusals = (count: number) =>
      until(
        () => commanded.answers('kept').length >= count || undefined,
        60_000,
        () => `${commanded.answers('kept').length} of ${count} refusals`,
      );
    await refusals(1);
    await commanded.isAtWork(operator);
    await mosquitto?.restart();
    await refusals(2);
    for (const { payload } of commanded.answers('kept')) {
      payload.should.containEql({ success: false, code: 'retained-refused' });
    }
    (await commanded.audit('kept')).should.containEql(['answered', 'retained-refused']);
    await order(operator, 'relay', Buffer.alloc(0), { retain: true });
    await commanded.isAtWork(operator);
    commanded.acts.should.equal(before);
  });

  it('R28 what comes while the gateway is down, stopped or killed, is not done after its start', async () => {
    const before = commanded.acts;
    for (const how of ['SIGTERM', 'SIGKILL'] as const) {
      await commanded.end(how);
      await order(operator, 'relay', relay(`while down by ${how}`, 'close'));
      await commanded.start();
      await commanded.isAtWork(operator);
      commanded.answers(`while down by ${how}`).should.be.empty();
    }
    commanded.acts.should.equal(before);
  });

  it('R28 what is delivered late is expired, and not done', async () => {
    const before = commanded.acts;
    const { program } = commanded.gateway.red;
    program.signal('SIGSTOP');
    await order(operator, 'relay', relay('late', 'close', { expiresAt: Date.now() + 300 }));
    await new Promise((resolve) => setTimeout(resolve, 600));
    program.signal('SIGCONT');
    (await commanded.answer('late')).should.containEql({ success: false, code: 'expired' });
    commanded.acts.should.equal(before);
  });

  it('R26 killed between order and answer: delivered again, it is uncertain and not done again', async () => {
    const before = commanded.acts;
    const command = relay('killed', 'close');
    commanded.fallsSilent = true;
    await order(operator, 'relay', command);
    await until(
      () => commanded.acts > before || undefined,
      30_000,
      () => 'no order came to the meter',
    );
    await commanded.end('SIGKILL');
    commanded.fallsSilent = false;
    commanded.meter.silence(false);
    await commanded.start();
    await commanded.isAtWork(operator);
    for (let count = 1; count <= 3; count++) await order(operator, 'relay', command);
    await until(
      () => commanded.answers('killed').length === 3 || undefined,
      30_000,
      () => `${commanded.answers('killed').length} answers`,
    );
    for (const { payload } of commanded.answers('killed')) {
      payload.should.containEql({ success: false, code: 'uncertain', repeated: true });
    }
    commanded.acts.should.equal(before + 1);
  });

  it('R29 where commands are signed, one that is captured and sent again does nothing', async () => {
    const flows = await commanded.gateway.red.example('Gateway');
    await commanded.gateway.red.deploy(
      flows.map((node) =>
        node.type === 'ivy-gateway'
          ? { ...node, credentials: { ...(node['credentials'] as object), commandSecret: SECRET } }
          : node,
      ),
    );
    await commanded.isAtWork(operator);
    await order(operator, 'relay', relay('not signed', 'open'));
    (await commanded.answer('not signed')).should.containEql({ code: 'invalid-request' });
    const before = commanded.acts;
    const captured = signed('signed', 'open');
    await order(operator, 'relay', captured);
    (await commanded.answer('signed')).should.containEql({ success: true });
    commanded.acts.should.equal(before + 1);
    await order(operator, 'relay', relay('back', 'close', signed('back', 'close')));
    (await commanded.answer('back')).should.containEql({ success: true });
    await order(operator, 'relay', captured);
    await order(operator, 'relay', { ...captured, id: 'under another id' });
    (await commanded.answer('under another id')).should.containEql({ code: 'invalid-request' });
    await commanded.end('SIGKILL');
    await commanded.start();
    await commanded.isAtWork(operator);
    await order(operator, 'relay', captured);
    await until(
      () => commanded.answers('signed').length === 3 || undefined,
      30_000,
      () => `${commanded.answers('signed').length} answers`,
    );
    for (const { payload } of commanded.answers('signed').slice(1)) {
      payload.should.containEql({ repeated: true });
    }
    commanded.acts.should.equal(before + 2);
  });
});

describe('commands by the embedded broker', function () {
  this.timeout(300_000);
  let commanded: CommandedGateway;
  let url: (user?: string) => string;

  before(async () => {
    const port = await freePort();
    url = (user) => `mqtt://${user === undefined ? '' : `${user}@`}127.0.0.1:${port}`;
    commanded = await CommandedGateway.boot(await gatewayFolderOnce(), url('operator:o'), {
      ...{ MQTT_PORT: String(port), MQTT_USERS: 'operator:o,gateway:g' },
      ...{ MQTT_USERNAME: 'gateway', MQTT_PASSWORD: 'g', RELAY_CONTROL: 'relay-topic' },
    });
  });
  after(() => commanded?.stop());

  it('R30 who is nobody does not switch, and is not answered; a user does', async () => {
    const [nobody, operator] = await Promise.all([
      commanded.client(url()),
      commanded.client(url('operator:o')),
    ]);
    await commanded.isAtWork(operator);
    await order(nobody, 'relay', relay('by nobody', 'open'));
    await order(nobody, 'request', relay('on the wrong topic', 'open'));
    (await commanded.answer('on the wrong topic')).should.containEql({ code: 'relay-disabled' });
    (await commanded.audit('on the wrong topic')).should.eql([
      ['asked', undefined],
      ['answered', 'relay-disabled'],
    ]);
    commanded.acts.should.equal(0);
    commanded.answers('by nobody').should.be.empty();
    await order(operator, 'relay', relay('by a user', 'open'));
    (await commanded.answer('by a user')).should.containEql({ success: true });
    commanded.acts.should.equal(1);
  });

  it('R27 a relay command is not kept, whoever sends it', async () => {
    const operator = await commanded.client(url('operator:o'));
    await order(operator, 'relay', relay('kept', 'close'), { retain: true });
    await commanded.end('SIGTERM');
    await commanded.start();
    await commanded.isAtWork(operator);
    commanded.answers('kept').should.be.empty();
    commanded.acts.should.equal(1);
  });
});

/** A relay command as the help of ivy-command says that it is signed. */
function signed(id: string, state: string): Readonly<Record<string, unknown>> {
  const issuedAt = Date.now();
  const expiresAt = issuedAt + 240_000;
  const nonce = `nonce of ${id}`;
  const digest = createHash('sha256').update(`{"state":"${state}"}`).digest('hex');
  const lines = ['ivy-command-1', id, METER, 'relay_control', issuedAt, expiresAt, nonce, digest];
  const mac = createHmac('sha256', SECRET).update(lines.join('\n')).digest('hex');
  return { ...relay(id, state), expiresAt, signature: { issuedAt, nonce, mac } };
}
