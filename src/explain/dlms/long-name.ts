import { actionResults } from '../../dlms/results';
import { choice, inside, leaf, list, optional, type Part, sequence, u8 } from '../parts';
import {
  ATTRIBUTE,
  BLOCK_NUMBER,
  DATA_BLOCK,
  DATA_OR_ERROR,
  DATE_TIME,
  INVOKE_ID,
  LAST_BLOCK,
  LONG_INVOKE_ID,
  METHOD,
  OPTIONAL_SELECTION,
  RAW_DATA,
  RESULT,
  SELECTION,
} from './common';
import { DATA } from './data';

const ACTION_RESULT = leaf('result', u8, actionResults.name);
const SELECTED_ATTRIBUTE = sequence(ATTRIBUTE, OPTIONAL_SELECTION);
const ATTRIBUTES = list('attributes', SELECTED_ATTRIBUTE);
const METHODS = list('methods', METHOD);
const VALUES = list('values', DATA);

export const GET_REQUEST = choice('kind', {
  1: ['normal', INVOKE_ID, SELECTED_ATTRIBUTE],
  2: ['next', INVOKE_ID, BLOCK_NUMBER],
  3: ['with-list', INVOKE_ID, ATTRIBUTES],
});

export const GET_RESPONSE = choice('kind', {
  1: ['normal', INVOKE_ID, DATA_OR_ERROR],
  2: [
    'with-datablock',
    INVOKE_ID,
    LAST_BLOCK,
    BLOCK_NUMBER,
    choice('result', {
      0: ['raw-data', inside(RAW_DATA)],
      1: ['data-access-result', inside(RESULT)],
    }),
  ],
  3: ['with-list', INVOKE_ID, list('results', DATA_OR_ERROR)],
});

export const SET_REQUEST = choice('kind', {
  1: ['normal', INVOKE_ID, SELECTED_ATTRIBUTE, DATA],
  2: ['with-first-datablock', INVOKE_ID, SELECTED_ATTRIBUTE, DATA_BLOCK],
  3: ['with-datablock', INVOKE_ID, DATA_BLOCK],
  4: ['with-list', INVOKE_ID, ATTRIBUTES, VALUES],
  5: ['with-list-and-first-datablock', INVOKE_ID, ATTRIBUTES, DATA_BLOCK],
});

export const SET_RESPONSE = choice('kind', {
  1: ['normal', INVOKE_ID, RESULT],
  2: ['datablock', INVOKE_ID, BLOCK_NUMBER],
  3: ['last-datablock', INVOKE_ID, RESULT, BLOCK_NUMBER],
  4: ['last-datablock-with-list', INVOKE_ID, list('results', RESULT), BLOCK_NUMBER],
  5: ['with-list', INVOKE_ID, list('results', RESULT)],
});

export const ACTION_REQUEST = choice('kind', {
  1: ['normal', INVOKE_ID, METHOD, optional('method-invocation-parameters', DATA)],
  2: ['next-pblock', INVOKE_ID, BLOCK_NUMBER],
  3: ['with-list', INVOKE_ID, METHODS, VALUES],
  4: ['with-first-pblock', INVOKE_ID, METHOD, DATA_BLOCK],
  5: ['with-list-and-first-pblock', INVOKE_ID, METHODS, DATA_BLOCK],
  6: ['with-pblock', INVOKE_ID, DATA_BLOCK],
});

const OUTCOME = sequence(ACTION_RESULT, optional('return-parameters', DATA_OR_ERROR));

export const ACTION_RESPONSE = choice('kind', {
  1: ['normal', INVOKE_ID, OUTCOME],
  2: ['with-pblock', INVOKE_ID, DATA_BLOCK],
  3: ['with-list', INVOKE_ID, list('results', OUTCOME)],
  4: ['next-pblock', INVOKE_ID, BLOCK_NUMBER],
});

const SPECIFICATION = choice('access', {
  1: ['get', inside(ATTRIBUTE)],
  2: ['set', inside(ATTRIBUTE)],
  3: ['action', inside(METHOD)],
  4: ['get-with-selection', inside(ATTRIBUTE, SELECTION)],
  5: ['set-with-selection', inside(ATTRIBUTE, SELECTION)],
});
const SPECIFICATIONS = list('specifications', SPECIFICATION);

const ACCESS_RESULT = choice('access', {
  1: ['get', RESULT],
  2: ['set', RESULT],
  3: ['action', ACTION_RESULT],
});

export const ACCESS_REQUEST = sequence(LONG_INVOKE_ID, DATE_TIME, SPECIFICATIONS, VALUES);

export const ACCESS_RESPONSE: Part = sequence(
  LONG_INVOKE_ID,
  DATE_TIME,
  optional('repeated request', SPECIFICATIONS),
  VALUES,
  list('results', ACCESS_RESULT),
);
