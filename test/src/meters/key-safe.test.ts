import should from 'should';
import { isWrappedKeys, KeySafe, type WrappedKeys } from '../../../src/meters';

const KEYS = { encryptionKey: '9a3f5c7e1b2d4f60718293a4b5c6d7e8' };

/** Made by another program: Python's hashlib.scrypt and cryptography's AESGCM. */
const FOREIGN =
  'ivy1.AAECAwQFBgcICQoLDA0ODw.ZGVmZ2hpamtsbW5v.7dEp74PoY_DoNHYJ6MtmnZ90zA2XlLmH88nDKPzofbB7uk5OHYeBqPKhrjC1QfpxTPeSnvmn8pkSaAboJUWUvXJAs_M' as WrappedKeys;

describe('a safe for keys', () => {
  const safe = new KeySafe('correct horse');

  it('gives back what was wrapped', () => {
    const wrapped = safe.wrap(KEYS, 'm1');
    isWrappedKeys(wrapped).should.equal(true);
    safe.unwrap(wrapped, 'm1').should.eql(KEYS);
    new KeySafe('correct horse').unwrap(wrapped, 'm1').should.eql(KEYS);
  });

  it('opens what another program has wrapped by scrypt and AES-256-GCM', () => {
    safe.unwrap(FOREIGN, 'm1').should.eql(KEYS);
  });

  it('never wraps twice alike', () => {
    safe.wrap(KEYS, 'm1').should.not.equal(safe.wrap(KEYS, 'm1'));
  });

  it('does not open with another secret, for another meter, or after a change', () => {
    const wrapped = safe.wrap(KEYS, 'm1');
    const refusal = /another secret or for another meter/;
    should(() => new KeySafe('other').unwrap(wrapped, 'm1')).throw(TypeError, { message: refusal });
    should(() => safe.unwrap(wrapped, 'm2')).throw(TypeError, { message: refusal });
    for (const part of [2, 3]) {
      const parts = wrapped.split('.');
      const old = parts[part] ?? '';
      parts[part] = (old.startsWith('A') ? 'B' : 'A') + old.slice(1);
      should(() => safe.unwrap(parts.join('.') as WrappedKeys, 'm1')).throw(TypeError);
    }
  });

  it('text of another form is no wrapped key', () => {
    for (const text of ['', 'ivy1', 'ivy2.a.b.c', `${safe.wrap(KEYS, 'm1')}.`, 5, undefined]) {
      isWrappedKeys(text).should.equal(false);
      should(() => safe.unwrap(text as WrappedKeys, 'm1')).throw(TypeError);
    }
  });

  it('there is none without a secret', () => {
    should(() => new KeySafe('')).throw(RangeError);
  });
});
