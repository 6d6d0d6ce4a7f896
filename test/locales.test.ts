import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import should from 'should';
import { root } from './e2e/runtime';

type Catalogue = Readonly<Record<string, string>>;

const ORIGINAL = 'en-US';
const LANGUAGES = ['zh-CN', 'tr', 'de'];
const PLURAL = /_(zero|one|two|few|many|other)$/;

const types = readdirSync(join(root, 'nodes'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map(({ name }) => name);

function pathOf(type: string, language: string, ending: 'json' | 'html'): string {
  return join(root, 'nodes', type, 'locales', language, `${type}.${ending}`);
}

/** All texts of a catalogue by their whole key. */
function catalogueOf(type: string, language: string): Catalogue {
  return flat(JSON.parse(readFileSync(pathOf(type, language, 'json'), 'utf8')));
}

function flat(tree: object, prefix = ''): Record<string, string> {
  const entries = Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string'
      ? [[prefix + name, value]]
      : Object.entries(flat(value as object, `${prefix}${name}.`)),
  );
  return Object.fromEntries(entries);
}

/** The keys that a language needs: one for each of its plural forms where the original has plurals. */
function keysFor(language: string, original: Catalogue): readonly string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const keys = Object.keys(original).flatMap((key) =>
    PLURAL.test(key) ? forms.map((form) => key.replace(PLURAL, `_${form}`)) : [key],
  );
  return [...new Set(keys)].sort();
}

function placeholdersOf(text: string): readonly string[] {
  return [...new Set(text.match(/__\w+?__/g))].sort();
}

/** What a translation of a help text must keep: its structure, and whatever people type or look for. */
function bonesOf(help: string): readonly string[] {
  return help.split('\n').flatMap((line) => {
    const [heading] = /^#+(?= )/.exec(line) ?? [];
    if (heading) return [heading];
    const [property] = /^: \*?[\w.]+\*? \(.*?\) :/.exec(line) ?? [];
    if (property) return [property];
    const [item] = /^(\d+\.|-)(?= )/.exec(line) ?? [];
    return item ? [item] : [];
  });
}

function codeOf(help: string): readonly string[] {
  return [...new Set(help.match(/`[^`\n]+`/g))].sort();
}

for (const language of LANGUAGES) {
  describe(`texts in ${language}`, () => {
    for (const type of types) {
      describe(type, () => {
        it('are there for every key of the original, and for no other', () => {
          const keys = Object.keys(catalogueOf(type, language)).sort();
          keys.should.deepEqual(keysFor(language, catalogueOf(type, ORIGINAL)));
        });

        it('are not empty, and keep what is put in', () => {
          const original = catalogueOf(type, ORIGINAL);
          for (const [key, text] of Object.entries(catalogueOf(type, language))) {
            text.trim().should.not.equal('', key);
            const source = original[key] ?? original[key.replace(PLURAL, '_other')] ?? '';
            placeholdersOf(text).should.deepEqual(placeholdersOf(source), key);
          }
        });

        it('have a help with the headings, properties, lists and code of the original', () => {
          const original = readFileSync(pathOf(type, ORIGINAL, 'html'), 'utf8');
          const help = readFileSync(pathOf(type, language, 'html'), 'utf8');
          should(help.split('\n')[0]).equal(original.split('\n')[0]);
          bonesOf(help).should.deepEqual(bonesOf(original));
          codeOf(help).should.deepEqual(codeOf(original));
        });
      });
    }
  });
}

describe('texts in English', () => {
  for (const type of types) {
    it(`of ${type} have each plural with all its forms`, () => {
      const catalogue = catalogueOf(type, ORIGINAL);
      Object.keys(catalogue).sort().should.deepEqual(keysFor(ORIGINAL, catalogue));
    });
  }
});
