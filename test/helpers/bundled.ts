import { symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

/** A program's TypeScript as one file in an empty folder, so that it starts quickly. */
export async function bundled(entryPoint: string, folder: string): Promise<string> {
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const outfile = join(folder, `${basename(entryPoint, '.ts')}.cjs`);
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    external: ['classic-level'],
  });
  return outfile;
}
