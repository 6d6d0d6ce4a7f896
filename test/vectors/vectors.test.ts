import 'should';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkVector, parseVectors } from './check-vector';

for (const file of ['dlt645.json', 'dlms.json']) {
  describe(`the vectors of ${file}`, () => {
    for (const vector of parseVectors(readFileSync(path.join(__dirname, file), 'utf8'))) {
      it(`${vector.id} ${String(vector['name'])}`, () => {
        checkVector(vector).should.deepEqual([]);
      });
    }
  });
}
