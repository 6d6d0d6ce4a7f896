import { type Obis, objectListOf } from '../../dlms';
import { Failure } from '../../link';
import type { DlmsClient, RequestOptions } from './dlms-client';
import { isFresh, learn } from './learned';

/** An object that the meter shows us. */
export interface CatalogueEntry {
  readonly classId: number;
  readonly version: number;
  readonly obis: Obis;
}

const OBJECT_LIST = { classId: 15, obis: '0-0:40.0.0.255', attribute: 2 };
const OBJECTS = 'objects';
/** The largest lists known have some 600; a meter's memory takes no more than this. */
const MAX_OBJECTS = 1_500;

/**
 * The objects that a meter shows in our association, asked for once a day.
 * @throws Failure as `DlmsClient.get`, and `meter-refused` where it gives no list.
 */
export async function readCatalogue(
  client: DlmsClient,
  memory: Map<string, unknown>,
  options: RequestOptions,
): Promise<readonly CatalogueEntry[]> {
  const known = isFresh(memory, OBJECTS) ? knownCatalogue(memory) : undefined;
  if (known) return known;
  const answer = await client.get(OBJECT_LIST, options);
  const list = 'data' in answer ? objectListOf(answer.data) : undefined;
  if (!list) {
    const reason = 'error' in answer ? answer.error : 'something else';
    throw new Failure('meter-refused', `the meter answered ${reason} to its object list`);
  }
  const entries = list.slice(0, MAX_OBJECTS).map(({ classId, version, obis }) => ({
    classId,
    version,
    obis,
  }));
  learn(memory, OBJECTS, entries.map(textOf));
  return entries;
}

/** What a meter's memory has of its objects; undefined where that was never asked. */
export function knownCatalogue(
  memory: ReadonlyMap<string, unknown>,
): readonly CatalogueEntry[] | undefined {
  const texts = memory.get(OBJECTS);
  return Array.isArray(texts) ? texts.map((text) => entryOf(String(text))) : undefined;
}

/** `3/0/1-0:1.8.0.255`: there may be hundreds, and they are kept. */
function textOf({ classId, version, obis }: CatalogueEntry): string {
  return `${classId}/${version}/${obis}`;
}

function entryOf(text: string): CatalogueEntry {
  const [classId, version, obis = ''] = text.split('/');
  return { classId: Number(classId), version: Number(version), obis };
}
