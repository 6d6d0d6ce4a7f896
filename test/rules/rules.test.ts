import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import should from 'should';
import {
  COMMANDS,
  DASHBOARD,
  DLMS_COSEM,
  DLT645_2007,
  KEYS_AND_COUNTERS,
  LOST_AND_WRONG,
  type Rules,
} from './rules';

const SECTIONS: Readonly<Record<string, Rules>> = {
  'nothing is lost, wrong or out of control': LOST_AND_WRONG,
  'DL/T 645-2007 is kept': DLT645_2007,
  'DLMS/COSEM is kept': DLMS_COSEM,
  'commands are to be trusted': COMMANDS,
  'keys and counters are safe': KEYS_AND_COUNTERS,
  'the dashboard shows what is': DASHBOARD,
};
const TEST = join(__dirname, '..');

/** All that is between quotes behind `it(`, a test a line. */
function titlesIn(file: string): string {
  const path = join(TEST, file);
  if (!existsSync(path)) return '';
  const text = readFileSync(path, 'utf8');
  return Array.from(text.matchAll(/\bit\(\s*(['"`])(.*?)\1/gs), ([, , title]) => title).join('\n');
}

for (const [section, rules] of Object.entries(SECTIONS)) {
  describe(`${section}: each rule has its tests`, () => {
    for (const [rule, proofs] of Object.entries(rules)) {
      it(rule, () => {
        should(proofs.length).be.above(0);
        for (const [file, title] of proofs) {
          should(title).not.equal('');
          should(titlesIn(file).includes(title)).be.true(`${file} has no test "${title}"`);
        }
      });
    }
  });
}
