import {
  type CaptureObject,
  captureObjectsOf,
  type Data,
  numberOf,
  type Obis,
  scalerUnitOf,
} from '../../dlms';
import { Recent } from '../../recent/recent';
import { findRegister } from '../catalogue';
import { type NamedAttribute, type NamedAttributes, namedAttributes } from '../dlms-attributes';
import type { Scale } from '../dlms-readings';
import { type MeterClock, meterTimeOf } from '../meter-time';
import { describeObis } from '../obis';
import type { Publication } from '../publication';
import type { Reading, ReadingContext } from '../reading';
import type { MeterCatalogue } from './meter-catalogue';
import { type ProfileColumn, profileMessage } from './profile-message';
import { ownObjectList, type PushTemplates } from './push-templates';
import { SCALER_UNIT_ATTRIBUTE } from './usual-scale';

export interface ObisMapperOptions {
  readonly topicPrefix: string;
  /** How a meter keeps its time. */
  readonly clockOf: (meterId: string) => MeterClock;
  /** What has been read, at the primary side of the transformers before its meter. */
  readonly primaryOf: (reading: Reading) => Reading;
  /** Unit of money. */
  readonly currency: string;
  readonly templates: PushTemplates;
}

/** How numbers of a meter's objects are scaled, as far as it has told. */
export interface MeterScales {
  toldOf(obis: Obis): Scale | undefined;
  /** The meter itself has told. */
  learn(obis: Obis, scale: Scale): void;
}

/** What is known of a decoded APDU beside it. */
export interface MappingHints {
  readonly meterId: string;
  /** What its objects are called, and how their numbers are scaled where it does not tell. */
  readonly catalogue: MeterCatalogue;
  readonly scales: MeterScales;
  /** What meters of its profile push. */
  readonly pushes?: readonly (readonly CaptureObject[])[];
  readonly request?: unknown;
  readonly pushObjectList?: readonly CaptureObject[] | undefined;
  readonly captureObjects?: readonly ProfileColumn[] | undefined;
  readonly capturePeriod?: number | undefined;
}

export interface Mapped {
  readonly readings: readonly Reading[];
  /** What the meter tells of its own. */
  readonly events: readonly Reading[];
  readonly profiles: readonly Publication[];
  /** Profiles whose columns nobody knows. */
  readonly unnamed: readonly Obis[];
}

const VALUE = 2;
const PROFILE_CLASS = 7;
const PROFILE_COLUMNS = 3;
const PROFILE_PERIOD = 4;
const PUSH_CLASS = 40;
const PUSH_LIST = 2;
const MAX_PROFILES = 10_000;
const MAX_COLUMNS = 256;

interface KnownProfile {
  readonly columns?: readonly ProfileColumn[];
  readonly period?: number | undefined;
}

/** Makes readings, events and profile rows of what decoded APDUs say, and remembers what meters tell of themselves. */
export class ObisMapper {
  readonly #options: ObisMapperOptions;
  readonly #profiles = new Recent<KnownProfile>(MAX_PROFILES);

  constructor(options: ObisMapperOptions) {
    this.#options = options;
  }

  /** `undefined` where nothing in the APDU can be named. */
  map(apdu: object, hints: MappingHints): Mapped | undefined {
    const { meterId, catalogue, request, pushObjectList, pushes } = hints;
    const { templates } = this.#options;
    if (pushObjectList) templates.learn(meterId, pushObjectList);
    const named = namedAttributes(apdu, {
      request,
      entriesOf: (push) =>
        templates.entriesOf(push, meterId, catalogue.model, pushObjectList, pushes),
    });
    const own = ownListIn(apdu);
    if (own) templates.learn(meterId, own);
    return named && this.mapNamed(named, hints);
  }

  mapNamed({ attributes, isEvent, time }: NamedAttributes, hints: MappingHints): Mapped {
    const rest = attributes.filter((attribute) => !this.learn(attribute, hints));
    const values = rest.filter(({ attribute = VALUE }) => attribute === VALUE);
    const buffers = values.filter(isProfile);
    const told = time ? meterTimeOf(time, this.#options.clockOf(hints.meterId)) : undefined;
    const readings = values
      .filter((attribute) => !isProfile(attribute))
      .map((attribute) => ({ ...this.readingOf(attribute, hints, 'push'), ...told }));
    const isOwnEvent = ({ dataId }: Reading) => isEvent && isEventRegister(dataId);
    const profiles = buffers.map((attribute) => this.profileOf(attribute, hints));
    return {
      readings: readings.filter((reading) => !isOwnEvent(reading)),
      events: readings.filter(isOwnEvent),
      profiles: profiles.filter((profile) => profile !== undefined),
      unnamed: buffers.filter((_, index) => !profiles[index]).map(({ obis }) => obis),
    };
  }

  private readingOf(
    named: NamedAttribute,
    { meterId, catalogue, scales }: MappingHints,
    via: ReadingContext['via'],
  ): Reading {
    const { primaryOf, currency, clockOf } = this.#options;
    const told = scaleBeside(named) ?? scales.toldOf(named.obis);
    const context = { ts: Date.now(), meterId, via, currency, ...clockOf(meterId) };
    return primaryOf(catalogue.reading(named, told, context));
  }

  private profileOf(
    { obis, data, columns: asked }: NamedAttribute,
    hints: MappingHints,
  ): Publication | undefined {
    const known = this.#profiles.get(profileKey(hints.meterId, obis));
    const columns = hints.captureObjects ?? asked ?? known?.columns;
    if (!columns) return undefined;
    const capturePeriod = hints.capturePeriod ?? known?.period;
    return profileMessage(
      this.#options.topicPrefix,
      { meterId: hints.meterId, obis, buffer: data, columns, capturePeriod },
      this.#options.clockOf(hints.meterId),
      (column, cell) => this.readingOf({ ...column, data: cell }, hints, 'profile'),
    );
  }

  /** Keeps what an attribute tells of how others are to be read; whether it was such a one. */
  private learn(
    { classId, obis, attribute, data }: NamedAttribute,
    { meterId, scales }: MappingHints,
  ): boolean {
    if (classId === undefined || attribute === undefined) return false;
    if (SCALER_UNIT_ATTRIBUTE[classId] === attribute) {
      const scalerUnit = scalerUnitOf(data);
      if (scalerUnit) scales.learn(obis, { ...scalerUnit, assumed: false });
      return true;
    }
    if (classId === PUSH_CLASS && attribute === PUSH_LIST) {
      const list = captureObjectsOf(data);
      if (list) this.#options.templates.learn(meterId, list);
      return true;
    }
    return classId === PROFILE_CLASS && this.learnProfile(meterId, obis, attribute, data);
  }

  private learnProfile(meterId: string, obis: Obis, attribute: number, data: Data): boolean {
    const key = profileKey(meterId, obis);
    const known = this.#profiles.get(key) ?? {};
    if (attribute === PROFILE_COLUMNS) {
      const columns = captureObjectsOf(data);
      if (columns && columns.length <= MAX_COLUMNS) this.#profiles.set(key, { ...known, columns });
      return true;
    }
    if (attribute !== PROFILE_PERIOD) return false;
    const period = numberOf(data);
    if (typeof period === 'number') this.#profiles.set(key, { ...known, period });
    return true;
  }
}

/** The object list that a push carries itself. */
function ownListIn(apdu: object): readonly CaptureObject[] | undefined {
  const { decrypted, byObject, data } = apdu as {
    readonly decrypted?: object;
    readonly byObject?: unknown;
    readonly data?: Data;
  };
  if (decrypted) return ownListIn(decrypted);
  return byObject && data ? ownObjectList(data) : undefined;
}

/** The scale that stands beside a value. */
function scaleBeside({ scaler, unit }: Pick<NamedAttribute, 'scaler' | 'unit'>): Scale | undefined {
  return scaler === undefined || unit === undefined ? undefined : { scaler, unit, assumed: false };
}

/** What a meter tells of an event register is an event; what it tells of others is a reading. */
function isEventRegister(dataId: string): boolean {
  return findRegister(dataId)?.category === 'events';
}

function isProfile({ classId, obis, data }: NamedAttribute): boolean {
  if (data.type !== 'array' && data.type !== 'compact-array') return false;
  return (classId ?? describeObis(obis)?.classId) === PROFILE_CLASS;
}

function profileKey(meterId: string, obis: Obis): string {
  return `${meterId} ${obis}`;
}
