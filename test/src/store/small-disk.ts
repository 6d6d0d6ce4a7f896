import { run } from '../../helpers/program';

/**
 * Runs a program with a disk of its own mounted on `folder`, in a user namespace. Undefined where there are no
 * such namespaces.
 */
export async function runOnDisk(
  folder: string,
  options: string,
  program: readonly string[],
): Promise<string | undefined> {
  const mount = `mount -t tmpfs -o ${options} none "$1" && shift && exec "$@"`;
  const onDisk = ['-rm', 'sh', '-c', mount, 'sh', folder];
  try {
    await run('unshare', [...onDisk, 'true']);
  } catch {
    return undefined;
  }
  return run('unshare', [...onDisk, ...program]);
}
