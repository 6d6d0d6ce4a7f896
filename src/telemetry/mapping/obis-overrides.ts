import { type Obis, parseObis } from '../../dlms';
import { publishedUnit } from '../published-unit';
import type { Reading } from '../reading';

/** What a user says of an object, against meter and catalogue. */
export interface ObisOverride {
  /** Empty: meters of every model. */
  readonly model: string;
  readonly obis: string;
  /** What readings call it; empty: as the catalogue does. */
  readonly register: string;
  /** Of the number times 10^`scaler`. Without both, the meter's own scale stays. */
  readonly unit?: string;
  readonly scaler?: number;
}

/** How numbers of an object are scaled, and in which unit they then are. */
export interface OwnScale {
  readonly scaler: number;
  readonly unit: string;
}

interface Own {
  readonly register: string;
  readonly scale: OwnScale | undefined;
}

/** The user's words on objects, by model and code. */
export class ObisOverrides {
  readonly #own = new Map<string, Own>();

  /** @throws SyntaxError where a code is none. */
  constructor(overrides: readonly ObisOverride[] = []) {
    for (const { model, obis, register, unit, scaler } of overrides) {
      this.#own.set(keyOf(model, parseObis(obis)), {
        register,
        scale: unit === undefined && scaler === undefined ? undefined : published(unit, scaler),
      });
    }
  }

  scaleOf(obis: Obis, model: string | undefined): OwnScale | undefined {
    return this.#find(obis, model)?.scale;
  }

  /** The reading by the user's name and in the user's unit. */
  applyTo(reading: Reading, model: string | undefined): Reading {
    const own = this.#find(reading.dataId, model);
    if (!own) return reading;
    const register = own.register || reading.register;
    const isNumber = reading.rawValue !== undefined || typeof reading.value === 'number';
    return own.scale && isNumber
      ? { ...reading, register, unit: own.scale.unit }
      : { ...reading, register };
  }

  #find(obis: Obis, model: string | undefined): Own | undefined {
    const ofModel = model === undefined ? undefined : this.#own.get(keyOf(model, obis));
    return ofModel ?? this.#own.get(keyOf('', obis));
  }
}

function published(unit = '', scaler = 0): OwnScale {
  const { unit: name, shift } = publishedUnit(unit);
  return { scaler: scaler + shift, unit: name };
}

function keyOf(model: string, obis: Obis): string {
  return `${model} ${obis}`;
}
