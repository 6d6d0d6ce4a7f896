/** Codecs keep the unit of the wire; readings have one unit a quantity. Each shift is a power of ten. */
const PUBLISHED: Readonly<Record<string, readonly [unit: string, shift: number]>> = {
  kW: ['W', 3],
  kvar: ['var', 3],
  kVA: ['VA', 3],
  MW: ['W', 6],
  Wh: ['kWh', -3],
  varh: ['kvarh', -3],
  VAh: ['kVAh', -3],
  MWh: ['kWh', 3],
};

export interface PublishedUnit {
  readonly unit: string;
  /** The power of ten by which numbers of the wire's unit are multiplied. */
  readonly shift: number;
}

/** Money as the codecs call it: DL/T 645 knows one currency, DLMS names none. */
const MONEY = /^(?:元|currency)(\/.+)?$/;

/**
 * The unit in which readings carry what comes in `unit` over the wire: W for kW, kWh for Wh, and for money
 * the currency of the installation, or "" where it is not known.
 */
export function publishedUnit(unit: string, currency = ''): PublishedUnit {
  const money = MONEY.exec(unit);
  if (money) return { unit: currency && currency + (money[1] ?? ''), shift: 0 };
  const [published, shift] = PUBLISHED[unit] ?? [unit, 0];
  return { unit: published, shift };
}
