import { Failure } from '../link';

export interface JsonBounds {
  readonly octets: number;
  /** Of all objects together. */
  readonly fields: number;
}

/** Of a request. */
const REQUEST: JsonBounds = { octets: 16 * 1024, fields: 256 };
const MAX_DEPTH = 8;
const BLANK: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r']);

/** Keys with which a copied object would get another nature. */
const NATURES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * JSON from outside, checked more strictly than `JSON.parse` does: well-formed UTF-8, of bounded size and
 * depth, no key twice, no key that JavaScript gives a meaning to, no number that is none.
 * @throws Failure `invalid-request` that says what is wrong.
 */
export function parseStrictJson(input: Uint8Array | string, bounds = REQUEST): unknown {
  const length = typeof input === 'string' ? Buffer.byteLength(input) : input.length;
  if (length > bounds.octets) refuse(`it has more than ${bounds.octets} octets`);
  const text = typeof input === 'string' ? input : decode(input);
  checkShape(text, bounds.fields);
  try {
    return JSON.parse(text, (_key, value) => {
      if (typeof value === 'number' && !Number.isFinite(value)) refuse('a number is out of range');
      return value;
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    return refuse('it is no JSON');
  }
}

/** The same of what is an object already: what JSON can hold, and only that. */
export function strictValue(value: unknown): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    refuse('it cannot be written as JSON');
  }
  return parseStrictJson(text ?? refuse('it cannot be written as JSON'));
}

function decode(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return refuse('it is no UTF-8');
  }
}

/** Depth and keys, in one pass. Whether it is JSON at all is not looked at. */
function checkShape(text: string, maxFields: number): void {
  /** The keys so far of each object around, `undefined` for an array. */
  const around: (Set<string> | undefined)[] = [];
  let fields = 0;
  let before = '';
  let key: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"') {
      const end = endOfString(text, at);
      key = before === '{' || before === ',' ? text.slice(at, end) : undefined;
      at = end - 1;
    } else if (character === '{' || character === '[') {
      around.push(character === '{' ? new Set() : undefined);
      if (around.length > MAX_DEPTH) refuse(`it is nested more than ${MAX_DEPTH} deep`);
    } else if (character === '}' || character === ']') {
      around.pop();
    } else if (character === ':' && key !== undefined) {
      if (++fields > maxFields) refuse(`it has more than ${maxFields} fields`);
      takeKey(around.at(-1), key);
    }
    if (!BLANK.has(character)) before = character;
  }
}

/** Behind its closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return refuse('it is no JSON');
}

function takeKey(keys: Set<string> | undefined, token: string): void {
  let key: unknown;
  try {
    key = JSON.parse(token);
  } catch {
    refuse('it is no JSON');
  }
  if (!keys || typeof key !== 'string') return;
  if (NATURES.has(key)) refuse(`"${key}" is no name for a field`);
  if (keys.has(key)) refuse(`a field stands twice`);
  keys.add(key);
}

function refuse(why: string): never {
  throw new Failure('invalid-request', `Invalid request: ${why}`);
}
