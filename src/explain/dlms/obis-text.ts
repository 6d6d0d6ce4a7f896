import type { Obis } from '../../dlms';
import { findRegister } from '../../telemetry';
import { REGISTER_TABLE } from '../../telemetry/register-table';

const NAMES: ReadonlyMap<Obis, string> = new Map(
  REGISTER_TABLE.flatMap(({ obis, en }) => (obis === undefined ? [] : [[obis, withoutValues(en)]])),
);

/** What an OBIS code stands for, in English or as its key in the catalogue; undefined where that has none. */
export function obisName(obis: Obis): string | undefined {
  return NAMES.get(obis) ?? findRegister(obis)?.key;
}

/** `1-0:1.8.0.255 Active energy import`. */
export function obisText(obis: Obis): string {
  const name = obisName(obis);
  return name === undefined ? obis : `${obis} ${name}`;
}

/** `Relay state: open, close` without what it may be. */
function withoutValues(name: string): string {
  return name.replace(/:.*/, '');
}
