import { type Obis, parseObis } from '../../dlms';
import { publishedUnit } from '../published-unit';

/** What a user or a profile says of an object, against meter and catalogue. */
export interface ObisOverride {
  /** Empty or absent: meters of every model. */
  readonly model?: string;
  readonly obis: string;
  /** What readings call it; empty or absent: as the catalogue does. */
  readonly register?: string;
  /** Of the number times 10^`scaler`. Without both, the meter's own scale stays. */
  readonly unit?: string;
  readonly scaler?: number;
  /** The scale is proven of the model, but what the meter itself tells goes before it. */
  readonly unlessTold?: boolean;
}

/** How numbers of an object are scaled, and in which unit they then are. */
export interface OwnScale {
  readonly scaler: number;
  readonly unit: string;
  readonly unlessTold: boolean;
}

interface Own {
  readonly register: string | undefined;
  readonly scale: OwnScale | undefined;
}

/** Words on objects, by model and code. */
export class ObisOverrides {
  readonly #own = new Map<string, Own>();
  readonly #named = new Map<string, Obis>();

  /** @throws SyntaxError where a code is none. */
  constructor(overrides: readonly ObisOverride[] = []) {
    for (const override of overrides) {
      const { model = '', register } = override;
      const obis = parseObis(override.obis);
      this.#own.set(keyOf(model, obis), {
        register: register || undefined,
        scale: scaleIn(override),
      });
      if (register) this.#named.set(keyOf(model, register), obis);
    }
  }

  scaleOf(obis: Obis, model: string | undefined): OwnScale | undefined {
    return this.#find(obis, model)?.scale;
  }

  registerOf(obis: Obis, model: string | undefined): string | undefined {
    return this.#find(obis, model)?.register;
  }

  /** The object that has been given this name. */
  obisOf(register: string, model: string | undefined): Obis | undefined {
    return ofModelOrAny(model, (one) => this.#named.get(keyOf(one, register)));
  }

  #find(obis: Obis, model: string | undefined): Own | undefined {
    return ofModelOrAny(model, (one) => this.#own.get(keyOf(one, obis)));
  }
}

function scaleIn({ unit, scaler, unlessTold = false }: ObisOverride): OwnScale | undefined {
  if (unit === undefined && scaler === undefined) return undefined;
  const { unit: name, shift } = publishedUnit(unit ?? '');
  return { scaler: (scaler ?? 0) + shift, unit: name, unlessTold };
}

function ofModelOrAny<Word>(
  model: string | undefined,
  wordOf: (model: string) => Word | undefined,
): Word | undefined {
  return (model ? wordOf(model) : undefined) ?? wordOf('');
}

function keyOf(model: string, what: string): string {
  return `${model} ${what}`;
}
