const PREFIXES: Readonly<Record<string, number>> = { m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9 };
const UNIT = /^([mkMG]?)(V|A|W|var|VA|Wh|varh|VAh|Hz)$/;

/** What numbers in unit `from` are multiplied by to be in unit `to`; undefined where they are no such thing. */
export function unitFactor(from: string, to: string): number | undefined {
  if (from === to) return 1;
  const [, fromPrefix = '', fromBase] = UNIT.exec(from) ?? [];
  const [, toPrefix = '', toBase] = UNIT.exec(to) ?? [];
  if (fromBase === undefined || fromBase !== toBase) return undefined;
  return (PREFIXES[fromPrefix] ?? 1) / (PREFIXES[toPrefix] ?? 1);
}
