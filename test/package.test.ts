import 'should';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { packOnce } from './e2e/package';
import { root } from './e2e/runtime';
import { run } from './helpers/program';

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly repository?: unknown;
  readonly bugs?: unknown;
  readonly keywords: readonly string[];
  readonly engines: { readonly node: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: { readonly '.': { readonly types: string; readonly default: string } };
  readonly 'node-red': {
    readonly version: string;
    readonly nodes: Readonly<Record<string, string>>;
  };
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dev?: boolean }>
  >;
}

interface Definition {
  readonly category: string;
  readonly color?: string;
  readonly icon?: string;
  readonly inputs?: number;
  readonly outputs?: number;
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, unknown>>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const sets = Object.entries(manifest['node-red'].nodes);

/** What the customer fixed, the usual project papers, and the tools' own files. */
const TOP_LEVEL = new Set([
  ...['nodes', 'src', 'examples', 'test', 'icons'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'build.mjs', 'biome.json'],
  ...['README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
]);
const PACKED = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'examples', 'package.json'];
/** Octets; about twice what it has. */
const MAX_PACKED = 2_000_000;
const IGNORED = /^(\..*|node_modules|dist|coverage|.*\.(tgz|log))$/;

/** Stands for the browser's page, which the scripts may touch but the test does not look at. */
const anything: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
});

describe('package.json', () => {
  it('names a licence, and the text of it is there (P01)', () => {
    manifest.should.have.property('license', 'MIT');
    existsSync(join(root, 'LICENSE')).should.be.true();
  });

  it('says where to report bugs (P03)', () => {
    (manifest.repository ?? manifest.bugs ?? '').should.not.equal('');
  });

  it('has a name that an unscoped package may have (P04)', () => {
    manifest.name.should.startWith('node-red-contrib-');
  });

  it('has the keyword node-red (P05)', () => {
    manifest.keywords.should.containEql('node-red');
  });

  it('promises the oldest Node-RED and Node that are tested (P06, P07)', () => {
    manifest['node-red'].version.should.equal('>=4.1.0');
    manifest.engines.node.should.equal('>=20');
  });

  it('has at most six dependencies (D01)', () => {
    Object.keys(manifest.dependencies ?? {}).length.should.be.belowOrEqual(6);
  });

  it('brings nothing of what once broke HTTPS for all of Node-RED (D02)', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
    Object.entries(lock.packages)
      .filter(([path, { dev }]) => path.endsWith('node_modules/agent-base') && dev !== true)
      .filter(([, { version = '' }]) => Number.parseInt(version, 10) < 6)
      .should.eql([]);
  });

  it('names a set of nodes for each folder of nodes/, by the name of the folder', () => {
    const folders = readdirSync(join(root, 'nodes'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
      .map(({ name }) => name);
    const expected = folders.map((type) => [type, `dist/nodes/${type}/${type}.js`]);
    manifest['node-red'].nodes.should.eql(Object.fromEntries(expected));
  });
});

describe('the repository', () => {
  it('holds at its top level what the customer fixed, and the papers and tools of a project', () => {
    const names = readdirSync(root).filter((name) => !IGNORED.test(name));
    names.filter((name) => !TOP_LEVEL.has(name)).should.eql([]);
  });
});

describe('the tarball', function () {
  this.timeout(300_000);
  const unpacked = mkdtempSync(join(tmpdir(), 'ivy-tarball-'));
  const folder = join(unpacked, 'package');
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');

  before(async () => {
    await run('tar', ['-xzf', await packOnce(), '-C', unpacked]);
  });
  after(() => rmSync(unpacked, { recursive: true, force: true }));

  it('holds what is built, and no sources or tests', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const top = new Set(files.map((file) => file.split('/')[0]));
    [...top].sort().should.eql([...PACKED].sort());
    files.filter((file) => /^(src|nodes|test|icons)\b/.test(file)).should.eql([]);
    files.filter((file) => /(?<!\.d)\.ts$/.test(file)).should.eql([]);
    files.filter((file) => /^examples\/.*(?<!\.json)$/.test(file)).should.eql([]);
    files
      .filter((file) => /\.map$|node_modules|\.(env|pem|key|log|tgz)$/.test(file))
      .should.eql([]);
    ['README.md', 'CHANGELOG.md'].filter((file) => !files.includes(file)).should.eql([]);
  });

  it('holds every example, and nothing that makes it slow to fetch', async () => {
    const titles = (folder: string) => readdirSync(folder).filter((file) => file.endsWith('.json'));
    titles(join(folder, 'examples')).should.eql(titles(join(root, 'examples')));
    statSync(await packOnce()).size.should.be.below(MAX_PACKED);
  });

  it('holds the library with its types, and the command', () => {
    const { types, default: library } = manifest.exports['.'];
    for (const file of [types, library, ...Object.values(manifest.bin)]) {
      existsSync(join(folder, file)).should.be.true(file);
    }
    for (const command of Object.values(manifest.bin)) {
      read(command).should.startWith('#!/usr/bin/env node\n');
    }
  });

  it('has its nodes in one category of the palette, each with an icon of its own', () => {
    const shown = sets.map(([type]) => definition(type)).filter((it) => it.category !== 'config');
    [...new Set(shown.map(({ category }) => category))].should.eql(['ivy gateway']);
    const icons = shown.map(({ icon }) => icon);
    new Set(icons).size.should.equal(icons.length);
  });

  it('holds examples that are lists of nodes, and every type but config nodes in one of them (N02)', () => {
    const inExamples = new Set(examples().flatMap((nodes) => nodes.map(({ type }) => type)));
    sets
      .map(([type]) => type)
      .filter((type) => definition(type).category !== 'config' && !inExamples.has(type))
      .should.eql([]);
  });

  for (const [type, file] of sets) {
    describe(`${type}`, () => {
      const home = dirname(file);

      it('has its runtime, dialog, catalogue and help where Node-RED looks for them', () => {
        const languages = readdirSync(join(root, 'nodes', type, 'locales'));
        languages.should.containEql('en-US');
        const parts = [
          `${type}.js`,
          `${type}.html`,
          ...languages.flatMap((language) =>
            ['json', 'html'].map((ending) => `locales/${language}/${type}.${ending}`),
          ),
        ];
        parts.filter((part) => !existsSync(join(folder, home, part))).should.eql([]);
        basename(file).should.equal(`${type}.js`);
      });

      it('has a catalogue and a help text of its own name', () => {
        JSON.parse(read(`${home}/locales/en-US/${type}.json`)).should.have.property(type);
        read(`${home}/locales/en-US/${type}.html`).should.containEql(`data-help-name="${type}"`);
      });

      it('registers a literal type with an inline definition, as the scorecard reads it', () => {
        const { category, inputs, outputs, defaults, credentials = {} } = definition(type);
        const ports = [
          new RegExp(`\\binputs: ${inputs}\\b`),
          new RegExp(`\\boutputs: ${outputs}\\b`),
        ];
        const patterns = [
          ...(category === 'config' ? [] : ports),
          /<script type="text\/javascript">/,
          new RegExp(`data-template-name="${type}"`),
          new RegExp(`\\.registerType\\(\\s*"${type}",\\s*\\{`),
          new RegExp(`\\bcategory: "${category}"`),
          /\bdefaults: \{/,
          ...Object.keys({ ...defaults, ...credentials }).map(
            (property) => new RegExp(`\\b${property}: \\{`),
          ),
        ];
        const html = read(`${home}/${type}.html`);
        patterns.filter((pattern) => !pattern.test(html)).should.eql([]);
      });

      it('names an icon that exists, and a literal colour', () => {
        const { category, color, icon } = definition(type);
        if (category === 'config') return;
        const html = read(`${home}/${type}.html`);
        html.includes(`color: "${color}"`).should.be.true();
        html.includes(`icon: "${icon}"`).should.be.true();
        if (icon?.startsWith('font-awesome/')) return;
        existsSync(join(folder, home, 'icons', String(icon))).should.be.true(String(icon));
      });
    });
  }

  /** What a type's built html registers, seen by running its script against an empty editor. */
  function definition(type: string): Definition {
    const html = read(`dist/nodes/${type}/${type}.html`);
    const [, script = ''] = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(html) ?? [];
    let found: Definition | undefined;
    const registerType = (_type: string, given: Definition) => {
      found = given;
    };
    runInNewContext(script, { RED: { nodes: { registerType }, _: String }, document: anything });
    if (found === undefined) throw new Error(`${type}.html registers nothing`);
    return found;
  }

  function examples(): { type: string }[][] {
    return readdirSync(join(folder, 'examples'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(read(join('examples', file))));
  }
});
