import 'should';
import { parseUsers } from '../../../src/broker';
import { passwordCheck } from '../../../src/broker/users';

describe('the list of users', () => {
  it('ends a user name at the first colon, so that a password may contain colons', () => {
    parseUsers('user:pass,user2:pa:ss:word').should.deepEqual([
      { username: 'user', password: 'pass' },
      { username: 'user2', password: 'pa:ss:word' },
    ]);
  });

  it('ignores blanks around an entry and keeps those within', () => {
    parseUsers(' a:b c , d:e ').should.deepEqual([
      { username: 'a', password: 'b c' },
      { username: 'd', password: 'e' },
    ]);
  });

  it('may be empty', () => {
    parseUsers('').should.deepEqual([]);
    parseUsers(' ').should.deepEqual([]);
  });

  it('is refused with the number of the entry at fault, never with its text', () => {
    (() => parseUsers('a:b,secret')).should.throw(RangeError, {
      message: 'user 2 has no ":" between name and password',
    });
    (() => parseUsers(':b')).should.throw('user 1 has no name');
    (() => parseUsers('a:')).should.throw('user 1 has no password');
    (() => parseUsers('a:b,')).should.throw('user 2 has no ":" between name and password');
    (() => parseUsers('a:b,c:d,a:e')).should.throw('user 3 has the name of an earlier one');
  });
});

describe('a password', () => {
  const check = passwordCheck([
    { username: 'operator', password: 'pa:ss' },
    { username: '__proto__', password: 'ü' },
  ]);

  it('is right only as a whole and only for its user', () => {
    check('operator', Buffer.from('pa:ss')).should.be.true();
    check('operator', Buffer.from('pa')).should.be.false();
    check('operator', Buffer.from('')).should.be.false();
    check('__proto__', Buffer.from('pa:ss')).should.be.false();
    check('constructor', Buffer.from('pa:ss')).should.be.false();
  });

  it('is compared as UTF-8', () => {
    check('__proto__', Buffer.from('c3bc', 'hex')).should.be.true();
  });
});
