import 'should';
import { connectAsync, type MqttClient } from 'mqtt';
import { unload } from '../helpers/flow';
import { run } from '../helpers/program';
import { needs } from '../helpers/system-program';
import { until } from '../helpers/until';
import { Example } from './example';

const METER = 'ivy/v1/meters/000000001001';

describe('examples with commands', function () {
  this.timeout(20_000);
  afterEach(unload);

  it('A relay that two people switch: whoever asks does not approve', async () => {
    const example = await Example.start('A relay that two people switch');
    await example.at('meters come and go');
    const told = async (click: string) => {
      example.click(click);
      return (await example.at('who has to do what')).payload;
    };
    String(await told('Bob approves')).should.equal('there is nothing to approve');
    String(await told('Ada asks: open')).should.match(/somebody else approves/);
    String(await told('Ada approves: refused')).should.equal(
      'Ada has asked: somebody else approves',
    );
    example.click('Bob approves');
    const { payload } = await example.at('responses');
    payload.should.containDeep({ success: true, result: { relay_state: 'open', confirmed: true } });
    (await example.at('audit')).payload.should.containEql({
      ...{ phase: 'asked', by: 'Ada, approved by Bob', reason: 'arrears' },
    });
    String(await told('Bob approves')).should.equal('there is nothing to approve');
  });

  it('A relay button with load check: nothing is sent where too much flows', async () => {
    const example = await Example.start('A relay button with load check');
    await example.at('meters come and go');
    example.click('open below 1 kW: refused');
    const { payload } = await example.at('too much flows');
    payload.should.containDeep({ result: { register: 'ACTIVE_POWER_TOTAL', value: 1516.1 } });
    example.click('open below 2 kW');
    (await example.at('responses')).payload.should.containDeep({
      ...{ success: true, result: { relay_state: 'open' } },
    });
  });

  describe('Commands with Mosquitto', () => {
    let client: MqttClient | undefined;
    afterEach(() => client?.endAsync(true));

    it('reads, switches and locks as its description says', async function () {
      needs(this, 'mosquitto_pub', 'mosquitto-clients');
      const example = await Example.start('Commands with Mosquitto');
      await example.at('meters come and go');
      const mqtt = await connectAsync('mqtt://127.0.0.1:18830');
      client = mqtt;
      const heard = new Map<string, Record<string, unknown>>();
      mqtt.on('message', (_topic, octets) => {
        const message = JSON.parse(octets.toString()) as Record<string, unknown>;
        heard.set(String(message['id']), message);
      });
      await mqtt.subscribeAsync(`${METER}/command/response`);
      const publish = async (id: string, channel: string, method: string, params: object) => {
        const message = JSON.stringify({ id, method, params });
        await run('mosquitto_pub', [
          '-p',
          '18830',
          '-t',
          `${METER}/command/${channel}`,
          '-m',
          message,
        ]);
        return until(
          () => heard.get(id),
          8_000,
          () => `no answer to ${id}`,
        );
      };
      const read = await publish('1', 'request', 'read_register', {
        register: 'ACTIVE_POWER_TOTAL',
      });
      read.should.containDeep({ success: true, result: { value: 1516.1, unit: 'W' } });
      const open = await publish('2', 'relay', 'relay_control', { state: 'open' });
      open.should.containDeep({ success: true, result: { relay_state: 'open' } });
      const lock = 'ivy/v1/gateways/mosquitto-example/relay-lock';
      await run('mosquitto_pub', [
        '-p',
        '18830',
        '-r',
        '-t',
        lock,
        '-m',
        '{"locked":true,"by":"me"}',
      ]);
      const locked = await publish('3', 'relay', 'relay_control', { state: 'close' });
      locked.should.containDeep({ code: 'interlock', error: 'switching is locked by me' });
    });
  });
});
