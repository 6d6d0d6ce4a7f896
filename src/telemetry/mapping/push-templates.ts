import {
  type CaptureObject,
  captureObjectsOf,
  type Data,
  entriesByList,
  obisOf,
  type PushEntry,
} from '../../dlms';
import { Recent } from '../../recent/recent';

/** What meters of a model push, in the order of the values. */
export interface PushTemplate {
  /** Empty: any meter whose push it fits. */
  readonly model: string;
  readonly objects: readonly CaptureObject[];
}

/** Meters whose lists are remembered, and lists of one meter: it may push several. */
const MAX_METERS = 10_000;
const MAX_LISTS = 4;
/** A longer list is no push of a meter. */
const MAX_OBJECTS = 256;
const LOGICAL_NAME = 1;

/**
 * Names the values of pushes that carry values only: by a list that came with the push, else by one that the
 * meter itself has told, else by a template.
 */
export class PushTemplates {
  readonly #templates: readonly PushTemplate[];
  readonly #learned = new Recent<readonly (readonly CaptureObject[])[]>(MAX_METERS);

  constructor(templates: readonly PushTemplate[] = []) {
    this.#templates = templates;
  }

  /** Keeps a list that a meter has told; the latest are tried first. */
  learn(meterId: string, objects: readonly CaptureObject[]): void {
    if (objects.length > MAX_OBJECTS) return;
    const text = JSON.stringify(objects);
    const others = (this.#learned.get(meterId) ?? []).filter(
      (list) => JSON.stringify(list) !== text,
    );
    this.#learned.set(meterId, [objects, ...others].slice(0, MAX_LISTS));
  }

  /**
   * The entries of a push without names, by the first list that fits it. `usual` are those of the meter's
   * profile.
   */
  entriesOf(
    push: Data,
    meterId: string,
    model: string | undefined,
    given?: readonly CaptureObject[],
    usual: readonly (readonly CaptureObject[])[] = [],
  ): readonly PushEntry[] | undefined {
    const ofModel = this.#templates.filter((template) => template.model === model);
    const ofAny = this.#templates.filter((template) => template.model === '');
    const lists = [
      ...(given ? [given] : []),
      ...(this.#learned.get(meterId) ?? []),
      ...ofModel.map(({ objects }) => objects),
      ...usual,
      ...ofAny.map(({ objects }) => objects),
    ];
    for (const list of lists) {
      const entries = entriesByList(push, list);
      if (entries?.every(isPlausible)) return entries;
    }
    return undefined;
  }
}

/** The object list that a push carries as its first element, so that others may be named by it. */
export function ownObjectList(push: Data): readonly CaptureObject[] | undefined {
  if (push.type !== 'structure') return undefined;
  const [first] = push.value;
  const list = first && captureObjectsOf(first);
  return list && list.length > 0 ? list : undefined;
}

/** A logical name among the values must be the one that the list says. */
function isPlausible({ attribute, obis, data }: PushEntry): boolean {
  return attribute !== LOGICAL_NAME || obisOf(data) === obis;
}
