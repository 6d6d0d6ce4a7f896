import type { NodeAPI } from 'node-red';
import should from 'should';
import { serveExplain } from '../../nodes/ivy-gateway/serve-explain';

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly frames?: readonly { readonly summary: string; readonly fields: readonly object[] }[];
  readonly error?: { readonly code: string; readonly offset: number; readonly message: string };
}

const ENERGY = '68341200000000689108333334339a7856341816';
const CIPHERED =
  'db084d4d4d0000bc614e1e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b';
const KEY = '000102030405060708090a0b0c0d0e0f';

describe('what dialogs ask of pasted octets', () => {
  let where = '';
  let post: (request: object, response: object) => void;

  before(() => {
    const red = {
      auth: { needsPermission: (permission: string) => permission },
      httpAdmin: {
        post: (path: string, permission: string, handler: typeof post) => {
          where = `${path} ${permission}`;
          post = handler;
        },
      },
    };
    serveExplain(red as unknown as NodeAPI);
  });

  function ask(body: unknown): Answer {
    let status = 200;
    let text = '';
    const response = {
      set: () => response,
      type: () => response,
      status: (code: number) => {
        status = code;
        return response;
      },
      send: (sent: string) => {
        text = sent;
      },
    };
    post({ body }, response);
    return { ...JSON.parse(text), status };
  }

  it('needs the permission to read', () => {
    where.should.equal('/ivy-gateway/explain ivy-gateway.read');
  });

  it('is explained field by field', () => {
    const { ok, frames } = ask({ hex: ENERGY, protocol: 'dlt645' });
    ok.should.equal(true);
    should(frames?.[0]?.summary).match(/^DL\/T 645-2007 answer from 000000001234: .* 12345.67 kWh/);
    should(frames?.[0]?.fields).containDeepOrdered([
      { offset: 0, hex: '68' },
      { offset: 1, hex: '341200000000', meaning: '000000001234' },
    ]);
  });

  it('has the word for what is wrong, and where', () => {
    const { status, ok, error } = ask({ hex: ENERGY.replace('1816', '1916'), protocol: 'dlt645' });
    [status, ok].should.deepEqual([200, false]);
    should(error).containEql({ code: 'checksum', offset: 18 });
    should(ask({ hex: 'zz', protocol: 'auto' }).error).containEql({ code: 'hex' });
  });

  it('is deciphered with keys that are sent along', () => {
    const keys = JSON.stringify({ encryptionKey: KEY });
    const plain = ask({ hex: CIPHERED, protocol: 'dlms' });
    JSON.stringify(plain).should.match(/this needs encryptionKey/);
    JSON.stringify(ask({ hex: CIPHERED, protocol: 'dlms', keys })).should.match(/"inside":/);
  });

  for (const [what, body, says] of [
    ['nothing', undefined, /./],
    ['another protocol', { hex: '00', protocol: 'modbus' }, /dlt645/],
    ['more than a frame', { hex: '0'.repeat(16_385), protocol: 'auto' }, /no more than 16384/],
    [
      'keys that are none',
      { hex: '00', protocol: 'dlms', keys: '{"encryptionKey":"secret"}' },
      /encryptionKey is not hex/,
    ],
  ] as const) {
    it(`${what} is refused, and no key is told`, () => {
      const { status, error } = ask(body);
      status.should.equal(400);
      should(error?.code).equal('invalid-request');
      should(error?.message)
        .match(says)
        .and.not.match(/secret/);
    });
  }
});
