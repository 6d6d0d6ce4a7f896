import type { ReadingOutput } from '../shared/reading-output.props';

export interface ObisMapProps {
  /** Optional: gives topic prefix, the meters' time zone, and scales that pollers have read. */
  gateway: string;
  output: ReadingOutput;
  /** How the meters use the deviation of their times. */
  deviation: 'standard' | 'inverted' | 'ignored';
  overrides: OverrideRow[];
  templates: TemplateRow[];
}

/** What the user says of an object; what is empty stays as meter and catalogue have it. */
export interface OverrideRow {
  /** `msg.meter.profile` of the meters that it holds for; empty: all. */
  model: string;
  obis: string;
  register: string;
  unit: string;
  /** The power of ten. */
  scaler: string;
}

/** What meters of a model push, where they push values only. */
export interface TemplateRow {
  model: string;
  /** OBIS codes in the order of the values, with class and attribute where needed: `8/0-0:1.0.0.255/2`. */
  attributes: string;
}
