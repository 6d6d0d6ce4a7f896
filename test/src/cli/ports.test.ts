import 'should';
import { portsIn } from '../../../src/cli/ports';

describe('ports of the turnkey gateway', () => {
  it('have defaults, which empty variables mean too', () => {
    portsIn({ TCP_PORT: ' ' }).should.deepEqual({
      editor: 1880,
      meters: 8899,
      mqtt: 1883,
      webSocket: 9001,
    });
  });

  it('are taken from the environment, decimal or hexadecimal', () => {
    const variables = { HTTP_PORT: '0x758', TCP_PORT: '1', MQTT_PORT: '65535', MQTT_WS_PORT: '0' };
    portsIn(variables).should.deepEqual({ editor: 1880, meters: 1, mqtt: 65535, webSocket: 0 });
  });

  for (const [name, value] of [
    ['HTTP_PORT', 'abc'],
    ['TCP_PORT', '65536'],
    ['MQTT_PORT', '0'],
    ['MQTT_WS_PORT', '1e3'],
  ] as const) {
    it(`that cannot be read are refused by name: ${name} ${value}`, () => {
      (() => portsIn({ [name]: value })).should.throw(new RegExp(`^${name}: "${value}" is not`));
    });
  }
});
