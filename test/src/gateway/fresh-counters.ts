import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import should from 'should';
import { bundled } from '../../helpers/bundled';
import { Program } from '../../helpers/program';
import { AUTHENTICATION_KEY, ENCRYPTION_KEY, SecuredMeter } from '../client/secured-meter';
import { Caller } from '../link/caller';
import { newFolder } from '../store/folder';

/** They share their keys: the first has a dedicated one for each association as well. */
const IDS = ['311501114070', '311501114071'];
const KEYS = {
  encryptionKey: ENCRYPTION_KEY.toString('hex'),
  authenticationKey: AUTHENTICATION_KEY.toString('hex'),
};

function heartbeat(id: string): string {
  return `0001000100010012 0A020C ${Buffer.from(id, 'latin1').toString('hex')} 0D0000`;
}

/** What the meters were told, each by title, key and counter, until their gateway was killed. */
async function usedUntilKilled(gateway: Program, highest: Map<string, number>): Promise<string[]> {
  const { text } = await gateway.line(/^port/);
  const meters = await Promise.all(
    IDS.map(async (id) => {
      const caller = await Caller.dial(Number(text.slice('port '.length)));
      const options = { publicClient: 16, counter: highest.get(id) ?? 100 };
      const meter = new SecuredMeter(caller.socket, options);
      caller.send(heartbeat(id));
      return { id, caller, meter };
    }),
  );
  await sleep(randomInt(0, 200));
  gateway.signal('SIGKILL');
  await gateway.exited;
  for (const { id, caller, meter } of meters) {
    caller.hangUp();
    highest.set(id, Math.max(highest.get(id) ?? 100, ...meter.counters));
  }
  return meters.flatMap(({ meter }) => meter.used);
}

/**
 * Kills a gateway so many times amid its talk with two ciphered meters, and starts it again in the same
 * folder. Under one title and key no counter may come twice. Gives how many came.
 */
export async function expectFreshCounters(kills: number): Promise<number> {
  const folder = await newFolder();
  const asker = await bundled(join(__dirname, 'asker.ts'), await newFolder());
  const highest = new Map<string, number>();
  const used: string[] = [];
  for (let run = 0; run < kills; run++) {
    const gateway = new Program(process.execPath, [
      ...[asker, folder, JSON.stringify(IDS), JSON.stringify(KEYS)],
    ]);
    used.push(...(await usedUntilKilled(gateway, highest)));
  }
  const repeated = used.filter((one, index) => used.indexOf(one) !== index);
  should(repeated).eql([]);
  should(new Set(used.map((one) => one.slice(0, 16))).size).equal(1);
  return used.length;
}
