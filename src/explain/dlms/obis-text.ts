import type { Obis } from '../../dlms';
import { describeObis } from '../../telemetry';

/** What an OBIS code stands for, in English; undefined where the standard leaves it open. */
export function obisName(obis: Obis): string | undefined {
  return describeObis(obis)?.en;
}

/** `1-0:1.8.0.255 Active energy import`. */
export function obisText(obis: Obis): string {
  const name = obisName(obis);
  return name === undefined ? obis : `${obis} ${name}`;
}
