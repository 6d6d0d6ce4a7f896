import 'should';
import {
  booleanSetting,
  choiceSetting,
  numberSetting,
  patternSetting,
  textSetting,
} from '../../nodes/shared/settings';

const NOTHING = [undefined, null, '', ' \t', `\${TCP_PORT}`, ` \${TCP_PORT} `, `\${}`];
const REFUSED = { code: 'invalid-setting' };
const PORT = { min: 0, max: 65535 };

describe('a setting', () => {
  for (const nothing of NOTHING) {
    it(`of ${JSON.stringify(nothing)} means the default`, () => {
      textSetting(nothing, 'default').should.equal('default');
      numberSetting('PORT', nothing, 8899, PORT).should.equal(8899);
      booleanSetting('ON', nothing, true).should.equal(true);
      choiceSetting('GROUP', nothing, 'all', ['energy', 'all']).should.equal('all');
      patternSetting('ID', nothing, 'gateway', /^never$/, 'never').should.equal('gateway');
    });
  }

  it('that holds more than a placeholder is taken as it is', () => {
    textSetting(`\${A}/rest`, 'default').should.equal(`\${A}/rest`);
    textSetting('$A', 'default').should.equal('$A');
  });

  it('loses the space around it', () => {
    textSetting('  0.0.0.0\n', '').should.equal('0.0.0.0');
  });

  it('is a number in decimal, in 0x form, or as a number', () => {
    numberSetting('PORT', '8899', 0, PORT).should.equal(8899);
    numberSetting('PORT', ' 0x22C3 ', 0, PORT).should.equal(8899);
    numberSetting('PORT', '0X22c3', 0, PORT).should.equal(8899);
    numberSetting('PORT', '0008899', 0, PORT).should.equal(8899);
    numberSetting('PORT', 8899, 0, PORT).should.equal(8899);
  });

  it('is a number up to both limits', () => {
    numberSetting('PORT', '0', 8899, PORT).should.equal(0);
    numberSetting('PORT', '65535', 8899, PORT).should.equal(65535);
  });

  for (const text of [
    '65536',
    '-1',
    '1.5',
    '1e3',
    '8899x',
    '0x',
    'NaN',
    'Infinity',
    '1_000',
    '８',
  ]) {
    it(`of ${text} is no port, and the error names the setting, the text and the limits`, () => {
      (() => numberSetting('TCP_PORT', text, 0, PORT)).should.throw(
        `TCP_PORT: "${text}" is not a whole number from 0 to 65535`,
        REFUSED,
      );
    });
  }

  it('is true or false in any case, or a boolean', () => {
    booleanSetting('ON', 'true', false).should.equal(true);
    booleanSetting('ON', 'FALSE', true).should.equal(false);
    booleanSetting('ON', false, true).should.equal(false);
  });

  for (const text of ['1', '0', 'yes', 'on', 'truee']) {
    it(`of ${text} is neither true nor false`, () => {
      (() => booleanSetting('ON', text, true)).should.throw(
        `ON: "${text}" is neither true nor false`,
        REFUSED,
      );
    });
  }

  it('is one of its choices in any case', () => {
    choiceSetting('GROUP', 'Energy', 'all', ['energy', 'all']).should.equal('energy');
  });

  it('that is none of its choices is refused, and the error names them', () => {
    (() => choiceSetting('GROUP', 'none', 'all', ['energy', 'all'])).should.throw(
      'GROUP: "none" is none of energy, all',
      REFUSED,
    );
  });

  it('that does not match its pattern is refused in words', () => {
    patternSetting('ID', 'plant-1', 'gateway', /^[\w-]+$/, 'a name').should.equal('plant-1');
    (() => patternSetting('ID', 'a/b', 'gateway', /^[\w-]+$/, 'a name')).should.throw(
      'ID: "a/b" is not a name',
      REFUSED,
    );
  });
});
