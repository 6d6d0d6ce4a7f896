import 'should';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { freePort } from '../helpers/ports';
import { until } from '../helpers/until';
import { booted, gatewayFolderOnce } from './environment';
import type { Recording } from './recorded-meter';
import { dlt645Meter, em114070, eventWithTime, silent, unconfigured } from './recordings';

/** The DL/T 645 meter again, which tells its balance of 500.00 unasked. */
const moneyPush: Recording = {
  ...dlt645Meter,
  greeting: '683412000000006891083335c33333333833de16',
};

/** Time enough to see that something does not happen. */
const A_WHILE = 2_000;
const WITHIN = 60_000;

describe('the environment of the Gateway example, set', function () {
  this.timeout(300_000);

  describe('links and identity', () => {
    const gateway = booted({
      TCP_HOST: '127.0.0.1',
      TCP_CONNECTION_TIMEOUT: '3000',
      IDENTIFY_TIMEOUT: '0x7d0',
      GATEWAY_ID: 'roof-7',
      MQTT_TOPIC_PREFIX: 'site/meters',
      HEARTBEAT_ZERO_ADDRESS_ACTION: 'use_ip',
      HEARTBEAT_ACK_ENABLED: 'true',
      HEARTBEAT_ACK_PAYLOAD: '0a 0b 0c',
      DLMS_PASSIVE_ONLY: 'true',
    });

    it('TCP_HOST is the address that meters are heard on', async () => {
      const address = `127.0.0.1:${gateway().ports.meter}`;
      await until(
        async () => (await gateway().red.resources()).listeners.includes(address) || undefined,
        10_000,
        () => `nobody listens on ${address}`,
      );
    });

    it('IDENTIFY_TIMEOUT, in hex too, closes a link that does not say who it is', async () => {
      const meter = await gateway().dialIn(silent);
      await meter.closed();
    });

    it('GATEWAY_ID and MQTT_TOPIC_PREFIX are what payloads and topics say', async () => {
      const subscriber = await gateway().subscribe();
      await gateway().dialIn(em114070);
      const status = await subscriber.message('/status', { meterId: '311501114070' });
      status.topic.should.equal('site/meters/meters/311501114070/status');
      status.payload.should.containEql({ gateway: 'roof-7' });
    });

    it('HEARTBEAT_ACK_ENABLED and _PAYLOAD answer a heartbeat; DLMS_PASSIVE_ONLY asks nothing', async () => {
      const meter = await gateway().dialIn(em114070);
      await until(
        () => meter.received || undefined,
        WITHIN,
        () => 'nothing received',
      );
      await delay(A_WHILE);
      meter.received.should.equal('0a0b0c');
    });

    it('HEARTBEAT_ZERO_ADDRESS_ACTION=use_ip names a meter by its address', async () => {
      const subscriber = await gateway().subscribe();
      await gateway().dialIn(unconfigured);
      await subscriber.message('meters/auto_127_0_0_1/status', { online: true });
    });

    it('TCP_CONNECTION_TIMEOUT closes a link that has gone silent', async () => {
      const meter = await gateway().dialIn(em114070);
      await meter.closed();
    });
  });

  describe('the broker', () => {
    const gateway = booted({
      MQTT_HOST: '127.0.0.2',
      MQTT_USERS: 'operator:se:cret,guest:guest',
      MQTT_AUTH_ENABLED: 'true',
      MQTT_USERNAME: 'operator',
      MQTT_PASSWORD: 'se:cret',
    });
    const url = (protocol: 'mqtt' | 'ws') =>
      `${protocol}://127.0.0.2:${protocol === 'ws' ? gateway().ports.webSocket : gateway().ports.mqtt}`;
    const connect = (protocol: 'mqtt' | 'ws', login: { username?: string; password?: string }) =>
      connectAsync(url(protocol), { ...login, reconnectPeriod: 0 }, false);

    it('MQTT_HOST is the address that it listens on', async () => {
      const { listeners } = await gateway().red.resources();
      const { mqtt, webSocket } = gateway().ports;
      listeners.should.containDeep([`127.0.0.2:${mqtt}`, `127.0.0.2:${webSocket}`]);
    });

    it('MQTT_AUTH_ENABLED lets in only MQTT_USERS, whose passwords may hold a colon', async () => {
      await connect('mqtt', {}).should.be.rejected();
      await connect('mqtt', { username: 'operator', password: 'wrong' }).should.be.rejected();
      for (const protocol of ['mqtt', 'ws'] as const) {
        const client = await connect(protocol, { username: 'operator', password: 'se:cret' });
        await client.endAsync(true);
      }
    });

    it('MQTT_USERNAME and MQTT_PASSWORD are what the flow itself connects with', async () => {
      await gateway().red.program.line(/Connected to broker/, { within: WITHIN });
    });
  });

  describe('polling', () => {
    const gateway = booted({
      POLLING_INTERVAL: '2000',
      POLLING_REGISTER_GROUP: 'instantaneous',
      POLLING_TIMEOUT: '1000',
      POLLING_RETRIES: '1',
      DLMS_CLIENT_ADDRESS: '0x20',
      DLMS_SERVER_ADDRESS: '2',
      DLMS_IVY_DESTINATION: '3',
      METER_TIMEZONE: 'Asia/Shanghai',
      CURRENCY: 'EUR',
    });

    it('CURRENCY is the unit of money', async () => {
      const subscriber = await gateway().subscribe();
      await gateway().dialIn(moneyPush);
      const reading = await subscriber.message('/telemetry', { register: 'BALANCE_MONEY' });
      reading.payload.should.containEql({ value: 500, unit: 'EUR' });
    });

    it('POLLING_REGISTER_GROUP is what is asked for, POLLING_INTERVAL how often', async () => {
      const meter = await gateway().dialIn(dlt645Meter);
      const voltages = () => meter.requests.filter((asked) => asked.includes('1104333434'));
      await until(
        () => voltages()[1],
        WITHIN,
        () => `asked ${meter.requests.join(' ')}`,
      );
      meter.requests.filter((asked) => asked.includes('110433333333')).should.eql([]);
    });

    it('POLLING_TIMEOUT is how long an answer is waited for, POLLING_RETRIES how often again', async () => {
      const [address] = dlt645Meter.answers;
      const meter = await gateway().dialIn({ greeting: '', answers: [address ?? ['', '']] });
      const first = await meter.request(/^68341200000000681104/);
      await delay(A_WHILE);
      meter.requests.filter((asked) => asked === first).length.should.equal(2);
    });

    it('DLMS_IVY_DESTINATION, then DLMS_CLIENT_ADDRESS and DLMS_SERVER_ADDRESS are the wPorts', async () => {
      const meter = await gateway().dialIn({ ...em114070, answers: [] });
      (await meter.request(/^.{16}60/)).should.startWith('000100030003');
      await meter.request(/^000100200002....60/);
    });

    it('METER_TIMEZONE is where clocks run that do not say so', async () => {
      const subscriber = await gateway().subscribe();
      await gateway().dialIn(eventWithTime);
      const reading = await subscriber.message('/telemetry', { meterTime: '2026-01-30T04:34:19' });
      reading.payload.should.containEql({ meterTs: Date.UTC(2026, 0, 29, 20, 34, 19) });
    });
  });

  describe('commands', () => {
    const topic = 'ivy/v1/meters/000000001234/command';
    /** Data of a write as sent: identifier, password, operator code, value; each octet has 33H added. */
    const written = /6814..3441333735896745ab8967453[0-9a-f]/;

    describe('on their own topics', () => {
      const gateway = booted({
        RELAY_CONTROL: 'relay-topic',
        WRITE_CONTROL: 'write-topic',
        MQTT_USERS: 'operator:sesame',
        MQTT_USERNAME: 'operator',
        MQTT_PASSWORD: 'sesame',
      });

      it('RELAY_CONTROL and WRITE_CONTROL say which, and anonymous clients do not get there', async () => {
        const subscriber = await gateway().subscribe();
        await gateway().dialIn(dlt645Meter);
        await subscriber.message('meters/000000001234/status', { online: true });
        const relay = { method: 'relay_control', params: { state: 'open' } };
        await subscriber.publish(`${topic}/request`, { id: 'q', ...relay });
        const refused = await subscriber.message('/command/response', { id: 'q' });
        refused.payload.should.containEql({ code: 'relay-disabled' });
        await subscriber.publish(`${topic}/relay`, { id: 'r', ...relay });
        await delay(A_WHILE);
        subscriber.messages.filter(({ payload }) => payload['id'] === 'r').should.be.empty();
      });
    });

    describe('on command/request', () => {
      const gateway = booted({
        RELAY_CONTROL: 'both',
        WRITE_CONTROL: 'both',
        METER_PASSWORD: '02123456',
        METER_OPERATOR_CODE: '12345678',
      });

      it('METER_PASSWORD and METER_OPERATOR_CODE are what meters are written with', async () => {
        const subscriber = await gateway().subscribe();
        const meter = await gateway().dialIn(dlt645Meter);
        await subscriber.message('meters/000000001234/status', { online: true });
        const params = { dataId: '04000E01', dataHex: '07' };
        await subscriber.publish(`${topic}/request`, { id: 'w', method: 'dlt645_write', params });
        await meter.request(written);
      });

      it('anonymous clients of this machine may act', async () => {
        const subscriber = await gateway().subscribe();
        await gateway().dialIn(dlt645Meter);
        const relay = { method: 'relay_control', params: { state: 'nonsense' } };
        await subscriber.publish(`${topic}/relay`, { id: 'r', ...relay });
        const response = await subscriber.message('/command/response', { id: 'r' });
        response.payload.should.containEql({ code: 'invalid-request' });
      });
    });
  });

  describe('the meter list', () => {
    const gateway = booted({
      GATEWAY_ID: 'listed',
      METER_POLICY: 'reject',
      AES_ENCRYPTION_KEY: 'correct horse',
      POLLING_INTERVAL: '1000',
    });
    const encryptionKey = '9a3f5c7e1b2d4f60718293a4b5c6d7e8';

    before(async () => {
      const ratio = { ct: 40, vt: 1, registers: 'secondary' };
      const flows = (await gateway().red.example('Gateway')).filter(
        ({ type }) => type === 'ivy-gateway',
      );
      await gateway().red.admin(`/ivy-gateway/${flows[0]?.id}/meters`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([
          { id: '000000001234', ratio },
          { id: '000000114071', keys: { encryptionKey } },
        ]),
      });
    });

    it('AES_ENCRYPTION_KEY wraps keys of meters, which stand in clear in no file', async () => {
      const folder = join(await gatewayFolderOnce(), 'ivy-gateway', 'listed');
      const text = readFileSync(join(folder, 'meters.json'), 'utf8');
      text.should.match(/"keys": "ivy1\./).and.not.containEql(encryptionKey);
    });

    it('METER_POLICY=reject turns away who is not in it', async () => {
      const subscriber = await gateway().subscribe();
      const meter = await gateway().dialIn(em114070);
      await meter.closed();
      const event = await subscriber.message('meters/311501114070/events', {
        event: 'unconfigured_meter',
      });
      event.payload.should.containEql({ severity: 'warning' });
    });

    it('a ratio of 40 gives primary kWh on MQTT', async () => {
      const subscriber = await gateway().subscribe();
      await gateway().dialIn(dlt645Meter);
      const energy = await subscriber.message('meters/000000001234/telemetry', { unit: 'kWh' });
      energy.payload.should.containEql({ value: 493826.8, rawValue: 1234567, ratio: 40 });
    });
  });

  describe('DLMS off, few connections', () => {
    const gateway = booted({
      DLMS_ENABLED: 'false',
      MAX_CONNECTIONS: '3',
      MAX_CONNECTIONS_PER_IP: '2',
    });

    it('DLMS_ENABLED=false asks DL/T 645 meters alone', async () => {
      const dlms = await gateway().dialIn(em114070);
      const dlt645 = await gateway().dialIn(dlt645Meter);
      await dlt645.request(/^68341200000000681104/);
      await delay(A_WHILE);
      dlms.requests.should.eql([]);
    });

    it('MAX_CONNECTIONS and MAX_CONNECTIONS_PER_IP refuse what is too much', async () => {
      const tooManyHere = await gateway().dialIn(silent);
      await tooManyHere.closed();
      const third = await gateway().dialIn(silent, '127.0.0.2');
      const fourth = await gateway().dialIn(silent, '127.0.0.3');
      await fourth.closed();
      third.isClosed.should.be.false();
    });
  });

  describe('polling off, an external broker', () => {
    const received: Buffer[] = [];
    const broker = createServer((socket) => {
      socket.on('error', () => socket.destroy()).on('data', (octets) => received.push(octets));
    });
    let url = '';
    before(async () => {
      const port = await freePort();
      await once(broker.listen(port, '127.0.0.1'), 'listening');
      url = `mqtt://127.0.0.1:${port}`;
    });
    after(() => broker.close());
    const gateway = booted(() => ({
      POLLING_ENABLED: 'false',
      MQTT_BROKER_URL: url,
      MQTT_USERNAME: 'roof',
      MQTT_PASSWORD: 'sesame',
    }));

    it('POLLING_ENABLED=false asks who a meter is, and no more', async () => {
      const meter = await gateway().dialIn(dlt645Meter);
      (await meter.request(/./)).should.equal('68aaaaaaaaaaaa681300df16');
      await delay(A_WHILE);
      meter.requests.length.should.equal(1);
    });

    it('MQTT_BROKER_URL is connected to, with MQTT_USERNAME and MQTT_PASSWORD', async () => {
      const connect = await until(
        () => received[0],
        WITHIN,
        () => 'nobody connected',
      );
      const text = connect.toString('latin1');
      text.should.match(/MQTT/);
      text.should.endWith('\0\x04roof\0\x06sesame');
    });

    it('MQTT_BROKER_URL keeps the embedded broker off', async () => {
      const { listeners } = await gateway().red.resources();
      listeners.should.eql([`0.0.0.0:${gateway().ports.meter}`]);
    });
  });
});
