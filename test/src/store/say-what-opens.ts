import { openStore } from '../../../src/store';

/** `say-what-opens FOLDER`: prints what kind of store the folder gives. */
async function main(): Promise<void> {
  const store = await openStore(process.argv[2] ?? '', { log: () => {} });
  console.log(store.durable ? 'durable' : store.reason);
  await store.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
