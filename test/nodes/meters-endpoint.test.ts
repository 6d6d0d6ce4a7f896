import type { NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import should from 'should';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import { serveMeters } from '../../nodes/ivy-gateway/serve-meters';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import type { Roster } from '../../src/meters';
import { Simulator } from '../../src/simulator';
import { Caller } from '../helpers/caller';
import { type Flow, load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

const LIST = '/ivy-gateway/gw/meters';
const KEY = '9a3f5c7e1b2d4f60718293a4b5c6d7e8';
const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';

describe('the admin API for the meter list', () => {
  let flow: Flow;
  let port: number;
  let roster: Roster;

  beforeEach(async () => {
    port = await freePort();
    flow = await load(
      [gateway, listener],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'in', type: 'ivy-tcp-listener', gateway: 'gw', host: '127.0.0.1', port: `${port}` },
      ],
      { gw: { secret: 'correct horse' } },
    );
    const found = (flow.node('gw') as GatewayNode).gateway?.roster;
    if (!found) throw new Error('no gateway');
    roster = found;
  });
  afterEach(unload);

  const get = (path = LIST) => helper.request().get(path);
  const csv = (method: 'put' | 'patch', text: string) =>
    helper.request()[method](LIST).set('Content-Type', 'text/csv').send(text);
  const ids = () => [...roster.list.all()].map(({ id }) => id);

  it('needs the permission to read, and to write for what changes it', () => {
    const seen: string[] = [];
    const route = (method: string) => (paths: string | string[], permission: string) => {
      for (const path of [paths].flat()) seen.push(`${method} ${path} ${permission}`);
    };
    const httpAdmin = {
      get: route('GET'),
      put: route('PUT'),
      patch: route('PATCH'),
      delete: route('DELETE'),
    };
    const auth = { needsPermission: (needed: string) => needed };
    serveMeters({ httpAdmin, auth } as unknown as NodeAPI);
    seen.should.eql([
      'GET /ivy-gateway/:id/meters ivy-gateway.read',
      'GET /ivy-gateway/:id/meters.csv ivy-gateway.read',
      'GET /ivy-gateway/:id/meters.json ivy-gateway.read',
      'PUT /ivy-gateway/:id/meters ivy-gateway.write',
      'PUT /ivy-gateway/:id/meters.csv ivy-gateway.write',
      'PUT /ivy-gateway/:id/meters.json ivy-gateway.write',
      'PATCH /ivy-gateway/:id/meters ivy-gateway.write',
      'PATCH /ivy-gateway/:id/meters.csv ivy-gateway.write',
      'PATCH /ivy-gateway/:id/meters.json ivy-gateway.write',
      'GET /ivy-gateway/:id/known-meters ivy-gateway.read',
      'DELETE /ivy-gateway/:id/known-meters/:meter ivy-gateway.write',
      'GET /ivy-gateway/:id/meters/:meter/objects ivy-gateway.read',
    ]);
  });

  it('takes JSON and gives JSON', async () => {
    const meters = [{ id: 'm1', name: 'Roof', trusted: true, protected: false }];
    const answer = await helper.request().put(LIST).send(meters).expect(200);
    answer.body.should.eql({ meters: 1 });
    (await get().expect(200)).body.should.eql(meters);
  });

  it('takes CSV and gives CSV, by header or by the end of the path', async () => {
    await csv('put', 'id,name\r\nm1,Roof\r\n').expect(200);
    const text =
      '\uFEFFid,name,group,profile,via,ct,vt,registers,timezone,trusted,protected,keys\r\n' +
      'm1,Roof,,,,,,,,true,false,\r\n';
    (await get().set('Accept', 'text/csv').expect(200)).text.should.equal(text);
    const file = await get(`${LIST}.csv`)
      .expect(200)
      .expect('Content-Type', /^text\/csv/);
    file.text.should.equal(text);
    should(file.get('Content-Disposition')).equal('attachment; filename="meters.csv"');
    await helper.request().put(`${LIST}.csv`).type('text/plain').send('id\r\nm2\r\n').expect(200);
    ids().should.eql(['m2']);
  });

  it('PUT replaces the list, PATCH adds to it and changes it', async () => {
    await csv('put', 'id,name\na,A\nb,B\n').expect(200);
    await csv('patch', 'id,name\nb,Bee\nc,C\n').expect(200);
    [...roster.list.all()].map(({ name }) => name).should.eql(['A', 'Bee', 'C']);
    await csv('put', 'id\nc\n').expect(200);
    ids().should.eql(['c']);
  });

  it('says what is wrong by row and column, and changes nothing then', async () => {
    await csv('put', 'id\na\n').expect(200);
    const { body } = await csv('put', 'id,ct\nb,none\nc d,\n').expect(400);
    body.code.should.equal('invalid-list');
    body.problems.should.containDeep([
      { row: 2, column: 'ct' },
      { row: 3, column: 'id', text: 'an id has 1 to 32 letters, digits, - or _' },
    ]);
    (body.error as string).should.match(/^row 2, column ct: /);
    ids().should.eql(['a']);
  });

  it('what is no JSON is refused with its line', async () => {
    const { body } = await helper
      .request()
      .put(LIST)
      .type('text/json')
      .send('[\n{id: 1}]')
      .expect(400);
    body.problems.should.eql([{ text: 'this is no JSON, from line 2 on' }]);
  });

  it('a circle of modems that a change would close is refused', async () => {
    await csv('put', 'id,via\na,b\n').expect(200);
    await csv('patch', 'id,via\nb,a\n').expect(400);
    ids().should.eql(['a']);
  });

  it('refuses a change of a list that has changed meanwhile', async () => {
    const tag = String((await get()).get('ETag'));
    const put = () => csv('put', 'id\na\n').set('If-Match', tag);
    await put().expect(200);
    (await put().expect(412)).body.should.match({ code: 'changed-meanwhile' });
  });

  describe('keys', () => {
    const withKeys = [{ id: 'm1', keys: { encryptionKey: KEY } }];

    beforeEach(() => helper.request().put(LIST).send(withKeys).expect(200));

    it('are never given out, not even wrapped', async () => {
      should(roster.keysOf('m1')).eql({ encryptionKey: KEY });
      for (const path of [LIST, `${LIST}.csv`]) {
        const { text } = await get(path);
        text.should.not.match(/ivy1|9a3f/);
        text.should.match(/\bset\b/);
      }
    });

    it('come back with an exported list, in both forms', async () => {
      const json = (await get()).text;
      const text = (await get(`${LIST}.csv`)).text;
      await csv('put', text).expect(200);
      should(roster.keysOf('m1')).eql({ encryptionKey: KEY });
      await helper.request().put(LIST).type('text/json').send(json).expect(200);
      should(roster.keysOf('m1')).eql({ encryptionKey: KEY });
    });

    it('stay with a meter whose keys are left out', async () => {
      await csv('put', 'id,name\nm1,Roof\n').expect(200);
      should(roster.keysOf('m1')).eql({ encryptionKey: KEY });
    });

    it('go where the list says none, and with their meter', async () => {
      await csv('put', 'id,keys\nm1,none\n').expect(200);
      should(roster.keysOf('m1')).be.undefined();
      await helper.request().put(LIST).send(withKeys).expect(200);
      await csv('put', 'id\nm2\n').expect(200);
      await csv('put', 'id\nm1\n').expect(200);
      should(roster.keysOf('m1')).be.undefined();
    });

    it('that are said to be set, but are not here, are an error', async () => {
      const { body } = await csv('put', 'id,keys\nm2,set\n').expect(400);
      body.problems.should.eql([
        { row: 2, column: 'keys', text: 'this gateway has no keys of this meter' },
      ]);
    });

    it('of standards and examples are refused, without being repeated', async () => {
      const example = '000102030405060708090a0b0c0d0e0f';
      const { text, body } = await helper
        .request()
        .put(LIST)
        .send([{ id: 'm1', keys: { encryptionKey: example } }])
        .expect(400);
      should(body.problems[0]).match({ row: 1, column: 'keys', text: /everybody knows/ });
      text.should.not.containEql(example);
    });
  });

  it('tells who is dialled in, and whether they are listed', async () => {
    await flow.statusMatching('in', /0 links/);
    const meter = await Caller.dial(port);
    meter.say(HEARTBEAT);
    await flow.find('in', 2, ({ payload }) => payload['online'] === true);
    const known = {
      id: '311501114070',
      protocol: 'dlms',
      state: 'online',
      remoteAddress: '127.0.0.1',
    };
    const path = '/ivy-gateway/gw/known-meters';
    (await get(path).expect(200)).body.should.eql([{ ...known, listed: false }]);
    await csv('put', 'id\n311501114070\n').expect(200);
    (await get(path).expect(200)).body.should.eql([{ ...known, listed: true }]);
    meter.hangUp();
  });

  it('forgets a meter that is gone for good, and its retained status, but none that is dialled in', async () => {
    const path = '/ivy-gateway/gw/known-meters/311501114070';
    const remove = (status: number) => helper.request().delete(path).expect(status);
    (await remove(404)).body.should.match({ code: 'unknown-meter' });
    await flow.statusMatching('in', /0 links/);
    const meter = await Caller.dial(port);
    meter.say(HEARTBEAT);
    await flow.find('in', 2, ({ payload }) => payload['online'] === true);
    (await remove(409)).body.should.match({ code: 'meter-connected' });
    meter.hangUp();
    const left = await flow.find('in', 2, ({ payload }) => payload['online'] === false);
    await remove(204);
    const cleared = await flow.find('in', 2, ({ topic }) => topic === left['topic']);
    cleared.should.match({ payload: '', retain: true });
    await remove(404);
  });

  it('tells what a DLMS meter has, by name in each language of the catalogue', async () => {
    const path = '/ivy-gateway/gw/meters/360000000001/objects';
    (await get(path).expect(404)).body.should.match({ code: 'meter-not-connected' });
    const simulator = new Simulator({ port });
    simulator.addDlmsMeter({ pduSize: 200, redial: false });
    simulator.start();
    try {
      await flow.find('in', 2, ({ payload }) => payload['online'] === true);
      (await get(path).expect(200)).body.should.containDeep([
        { classId: 3, obis: '1-0:1.8.0.255', en: 'Active energy import', zh: '正向有功总电能' },
        { classId: 7, obis: '1-0:99.1.0.255', en: 'Load profile 1', zh: '负荷曲线1' },
        { classId: 70, obis: '0-0:96.3.10.255' },
      ]);
    } finally {
      await simulator.close();
    }
  });

  it('says of a gateway that does not run that it is not deployed', async () => {
    for (const id of ['other', 'in', '__proto__']) {
      const { body } = await get(`/ivy-gateway/${id}/meters`).expect(404);
      body.should.eql({ code: 'not-running', error: 'this gateway does not run: deploy it first' });
    }
  });

  it('is not to be kept by browsers', async () => {
    await get().expect('Cache-Control', 'no-store');
  });

  it('refuses more than 64 MB, unread', async () => {
    const { body } = await helper
      .request()
      .put(LIST)
      .type('text/csv')
      .set('Content-Length', String(64 * 1024 * 1024 + 1))
      .expect(413);
    body.should.match({ code: 'too-large' });
  });
});
