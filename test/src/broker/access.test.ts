import 'should';
import should from 'should';
import { type AccessOptions, accessRules } from '../../../src/broker/access';
import { isLoopback, type Peer } from '../../../src/broker/peer';

const LOCAL: Peer = { transport: 'mqtt', ip: '127.0.0.1' };
const REMOTE: Peer = { transport: 'mqtt', ip: '192.168.1.7' };
const WEB: Peer = { transport: 'websocket', ip: '127.0.0.1' };
const NONE = { username: undefined, password: undefined };
const OPERATOR = { username: 'operator', password: Buffer.from('secret') };

const rules = (options: Partial<AccessOptions> = {}) =>
  accessRules({
    prefix: 'ivy/v1',
    users: [{ username: 'operator', password: 'secret' }],
    requireAuthentication: false,
    anonymousMayAct: false,
    ...options,
  });

describe('who may connect', () => {
  it('anonymous clients do from this machine only, and not over WebSocket', () => {
    rules().admit(LOCAL, NONE).should.deepEqual({});
    rules().admit(REMOTE, NONE).should.deepEqual({
      refused: 'a client from another machine needs a user',
    });
    rules().admit(WEB, NONE).should.deepEqual({ refused: 'WebSocket needs a user' });
  });

  it('nobody anonymous does where authentication is required', () => {
    rules({ requireAuthentication: true })
      .admit(LOCAL, NONE)
      .should.deepEqual({ refused: 'authentication is required' });
  });

  it('users do from anywhere', () => {
    for (const peer of [LOCAL, REMOTE, WEB]) {
      rules().admit(peer, OPERATOR).should.deepEqual({ username: 'operator' });
    }
  });

  it('a wrong password never falls back to anonymous', () => {
    const refused = { refused: 'wrong user name or password' };
    rules()
      .admit(LOCAL, { ...OPERATOR, password: Buffer.from('x') })
      .should.deepEqual(refused);
    rules()
      .admit(LOCAL, { ...OPERATOR, password: undefined })
      .should.deepEqual(refused);
  });

  it('credentials are not looked at where there are no users, and give no rights', () => {
    rules({ users: [] }).admit(LOCAL, OPERATOR).should.deepEqual({});
    rules({ users: [] }).admit(REMOTE, OPERATOR).should.have.property('refused');
    rules({ users: [] }).admit(WEB, OPERATOR).should.have.property('refused');
  });

  it('this machine is 127.0.0.0/8 and ::1, also where IPv4 is mapped into IPv6', () => {
    for (const ip of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1']) {
      isLoopback(ip).should.be.true();
    }
    for (const ip of ['128.0.0.1', '10.0.0.1', '::2', '::ffff:10.0.0.1', 'fe80::1', '']) {
      isLoopback(ip).should.be.false();
    }
  });
});

describe('who may publish', () => {
  const anonymous = {};
  const operator = { username: 'operator' };
  const ACTS = ['ivy/v1/meters/1/command/write', 'ivy/v1/meters/1/command/relay'];

  it('anonymous clients do below the prefix, but nothing that writes or switches', () => {
    const { publish } = rules();
    should(publish(anonymous, 'ivy/v1/meters/1/telemetry', false)).be.undefined();
    should(publish(anonymous, 'ivy/v1/meters/1/command/request', false)).be.undefined();
    for (const topic of [
      ...ACTS,
      'ivy/v1/meters//command/relay',
      'ivy/v1/meters/1/command/relay/',
      'ivy/v1/gateways/gateway/relay-lock',
    ]) {
      should(publish(anonymous, topic, false)).equal('anonymous clients neither write nor switch');
    }
    for (const topic of ['ivy/v1', 'ivy/v10/x', 'other', '/ivy/v1/x']) {
      should(publish(anonymous, topic, false)).equal('anonymous clients publish below ivy/v1');
    }
  });

  it('anonymous clients may act where that is allowed', () => {
    const { publish } = rules({ anonymousMayAct: true });
    for (const topic of ACTS) should(publish(anonymous, topic, false)).be.undefined();
  });

  it('users do anywhere but on topics of the broker', () => {
    const { publish } = rules();
    for (const topic of [...ACTS, 'other']) should(publish(operator, topic, false)).be.undefined();
    should(publish(operator, '$SYS/x', false)).equal('the topic belongs to the broker');
  });

  it('nobody does with wildcards, which a last will could carry', () => {
    should(rules().publish(operator, 'ivy/v1/+/x', false)).equal('a topic has no wildcards');
    should(rules().publish(operator, 'ivy/v1/#', false)).equal('a topic has no wildcards');
  });

  it('nobody retains a request', () => {
    const { publish } = rules();
    for (const topic of [
      ...ACTS,
      'ivy/v1/meters/1/command/request',
      'ivy/v1/meters/1/alarms/request',
    ]) {
      should(publish(operator, topic, true)).equal('a request is never retained');
    }
    should(publish(operator, 'ivy/v1/meters/1/status', true)).be.undefined();
    should(publish(operator, 'ivy/v1/gateways/g/relay-lock', true)).be.undefined();
  });

  it('the prefix is a text, not a pattern', () => {
    const { isRequest } = rules({ prefix: 'a.b+(c)' });
    isRequest('a.b+(c)/meters/1/command/relay').should.be.true();
    isRequest('aXb+(c)/meters/1/command/relay').should.be.false();
  });
});

describe('who may subscribe', () => {
  it('everybody does to everything but topics of the broker', () => {
    const { subscribe } = rules();
    for (const filter of ['#', '+/#', 'ivy/v1/meters/+/command/relay', 'other']) {
      should(subscribe(filter)).be.undefined();
    }
    for (const filter of ['$SYS/#', '$share/group/ivy/v1/#']) {
      should(subscribe(filter)).equal('the topic belongs to the broker');
    }
  });
});
