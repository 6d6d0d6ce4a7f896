const BAUD_RATES = [600, 1200, 2400, 4800, 9600, 19200] as const;

export type BaudRate = (typeof BAUD_RATES)[number];

/** The rate of a baud word Z, which has one bit for each: bit 1 is 600. Undefined for any other word. */
export function baudRate(z: number): BaudRate | undefined {
  return BAUD_RATES.find((_, index) => z === 2 << index);
}

/** @throws RangeError where the standard has no such rate. */
export function baudWord(baud: number): number {
  const index = (BAUD_RATES as readonly number[]).indexOf(baud);
  if (index < 0) throw new RangeError(`${baud} is none of the rates ${BAUD_RATES.join(', ')}`);
  return 2 << index;
}
