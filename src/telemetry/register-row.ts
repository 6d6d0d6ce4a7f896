/** A register as the table has it. Units are the published ones (kWh, W …); `{currency}` stands for money. */
export interface RegisterRow {
  readonly key: string;
  readonly unit: string;
  readonly category: string;
  /** DL/T 645-2007 data identifier, DI3 first. */
  readonly di?: number;
  /** DL/T 645-1997 data identifier. */
  readonly di1997?: number;
  readonly obis?: string;
  readonly en: string;
  readonly zh: string;
  readonly tr: string;
}
