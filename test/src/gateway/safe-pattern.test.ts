import should from 'should';
import { safePattern } from '../../../src/gateway/safe-pattern';

describe('a pattern of the user', () => {
  it('is taken with a few loops and choices', () => {
    const patterns = [
      '^LOGIN,(\\d{12})$',
      '^(?:IMEI[:=]?)?(\\d{15})',
      '^\\w+;id=([0-9A-Za-z_-]{1,32})',
      '[(|+*]{3}(\\d+)',
    ];
    for (const pattern of patterns) safePattern(pattern).source.should.equal(pattern);
  });

  it('is refused where it could try exponentially many ways', () => {
    const nested = /repeats what holds a repetition or a choice/;
    for (const pattern of ['(a+)+$', '(a*)*', '(?:a|a)+$', '((a?))*b', '(a{1,9}){20}', '(.+x?)+']) {
      should(() => safePattern(pattern)).throw(nested);
    }
    should(() => safePattern('(\\d)\\1+')).throw(/refers back/);
    should(() => safePattern('(?<a>\\d)\\k<a>')).throw(/refers back/);
    should(() => safePattern('.*.*.*.*x')).throw(/more than 3 of/);
    should(() => safePattern('a?a?a?a?a?a?x')).throw(/more than 5 of/);
  });

  it('is refused where it is none', () => {
    should(() => safePattern('(')).throw(SyntaxError);
    should(() => safePattern('x'.repeat(201))).throw(/longer than 200/);
  });

  it('takes no time on the worst text that there can be', () => {
    const worst = safePattern('a+a+a+b?c?d?e?f?x');
    const from = performance.now();
    worst.test('a'.repeat(64)).should.equal(false);
    (performance.now() - from).should.be.below(1_000);
  });
});
