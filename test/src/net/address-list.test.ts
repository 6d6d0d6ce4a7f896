import 'should';
import { AddressList } from '../../../src/net/address-list';

describe('a list of addresses', () => {
  const list = new AddressList('10.0.0.1, 10.1.0.0/16  2001:db8::/32,::1');

  for (const address of [
    '10.0.0.1',
    '10.1.255.255',
    '::ffff:10.0.0.1',
    '2001:db8:ffff::9',
    '::1',
  ]) {
    it(`holds ${address}`, () => {
      list.has(address).should.be.true();
    });
  }

  for (const address of [
    '10.0.0.2',
    '10.2.0.0',
    '2001:db9::',
    '::2',
    '',
    'localhost',
    'fe80::1%lo',
  ]) {
    it(`does not hold "${address}"`, () => {
      list.has(address).should.be.false();
    });
  }

  it('of nothing holds nothing', () => {
    const empty = new AddressList(' , ');
    empty.isEmpty.should.be.true();
    empty.has('127.0.0.1').should.be.false();
  });

  for (const entry of [
    'balancer',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.256',
    '10.0.0.0/',
    '/8',
    '1/2/3',
  ]) {
    it(`says that ${entry} is none`, () => {
      (() => new AddressList(`10.0.0.1 ${entry}`)).should.throw(RangeError, {
        message: `"${entry}" is neither an address nor a network`,
      });
    });
  }
});
