// Builds dist/: the library and the nodes' runtime file by file (modules are shared, nothing is bundled),
// each node's editor script bundled into its html, its locales and its icon beside it, type declarations.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const sources = ['src', 'nodes'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(editor|props|d)\.ts$/.test(file))
    .map((file) => join(folder, file)),
);
await build({
  entryPoints: sources,
  outbase: '.',
  outdir: 'dist',
  bundle: false,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});

const types = readdirSync('nodes').filter((type) =>
  existsSync(join('nodes', type, `${type}.editor.ts`)),
);
await Promise.all(types.map(buildEditor));

async function buildEditor(type) {
  const source = join('nodes', type);
  const target = join('dist', 'nodes', type);
  const { outputFiles } = await build({
    entryPoints: [join(source, `${type}.editor.ts`)],
    bundle: true,
    format: 'iife',
    target: 'es2020',
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(target, { recursive: true });
  const script = outputFiles[0].text.replaceAll('</script', '<\\/script');
  const dialog = readFileSync(join(source, `${type}.html`), 'utf8');
  writeFileSync(
    join(target, `${type}.html`),
    `<script type="text/javascript">\n${script}</script>\n<script type="text/html" data-template-name="${type}">\n${dialog}</script>\n`,
  );
  cpSync(join(source, 'locales'), join(target, 'locales'), { recursive: true });
  const icon = `${type}.svg`;
  if (existsSync(join('icons', icon))) {
    mkdirSync(join(target, 'icons'), { recursive: true });
    cpSync(join('icons', icon), join(target, 'icons', icon));
  }
}

execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'src'], {
  stdio: 'inherit',
});
