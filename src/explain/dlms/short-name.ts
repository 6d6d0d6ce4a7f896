import { choice, inside, leaf, list, optional, sequence, u8, u16 } from '../parts';
import { quoted } from '../wording';
import { LAST_BLOCK, RAW_DATA, RESULT } from './common';
import { DATA } from './data';

const NAME = leaf('short name', u16, (name) => `${name.toString(16).toUpperCase()}H`);
/** With short names, block numbers have 16 bits. */
const BLOCK_NUMBER = leaf('block-number', u16);

const VARIABLE = choice('variable', {
  2: ['variable-name', inside(NAME)],
  4: ['parameterized-access', inside(NAME, leaf('selector', u8), DATA)],
  5: ['block-number-access', inside(BLOCK_NUMBER)],
  6: ['read-data-block-access', inside(LAST_BLOCK, BLOCK_NUMBER, RAW_DATA)],
  7: ['write-data-block-access', inside(LAST_BLOCK, BLOCK_NUMBER)],
});

const VARIABLES = list('variables', VARIABLE);
const VALUES = list('values', DATA);

export const READ_REQUEST = VARIABLES;
export const WRITE_REQUEST = sequence(VARIABLES, VALUES);

export const READ_RESPONSE = list(
  'results',
  choice('result', {
    0: ['data', inside(DATA)],
    1: ['data-access-error', inside(RESULT)],
    2: ['data-block-result', inside(LAST_BLOCK, BLOCK_NUMBER, RAW_DATA)],
    3: ['block-number', inside(BLOCK_NUMBER)],
  }),
);

export const WRITE_RESPONSE = list(
  'results',
  choice('result', {
    0: ['success'],
    1: ['data-access-error', inside(RESULT)],
    2: ['block-number', inside(BLOCK_NUMBER)],
  }),
);

export const INFORMATION_REPORT = sequence(
  optional(
    'current-time',
    leaf('time', (reader) => reader.latin1String(), quoted),
  ),
  VARIABLES,
  VALUES,
);
