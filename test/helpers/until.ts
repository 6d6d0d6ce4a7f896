import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `look` finds something, and gives that; throws what `describe` says when time is up. */
export async function until<Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  within: number,
  describe: () => string,
): Promise<Found> {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(describe());
    await delay(10);
  }
}
