import { readFile } from 'node:fs/promises';
import { checkVector, parseVectors, type Vector } from './check-vector';

/** `npm run vectors -- FILE…`: runs files of vectors against the library. */
async function run(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    console.error('usage: npm run vectors -- FILE…');
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const vector of await vectorsIn(file)) {
      const differences = checkVector(vector);
      if (differences.length === 0) passed++;
      else failed++;
      for (const { field, expected, got } of differences) {
        console.log(
          `${vector.id} ${field || '(all)'}: expected ${text(expected)}, got ${text(got)}`,
        );
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function vectorsIn(file: string): Promise<Vector[]> {
  try {
    return parseVectors(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
