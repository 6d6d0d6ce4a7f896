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

/** The unit in which readings carry what comes in `unit` over the wire: W for kW, kWh for Wh. */
export function publishedUnit(unit: string): PublishedUnit {
  const [published, shift] = PUBLISHED[unit] ?? [unit, 0];
  return { unit: published, shift };
}
