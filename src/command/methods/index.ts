import { Failure } from '../../link';
import type { Method } from '../method';
import { dlmsAction, dlmsGet, dlmsSet, enterToken } from './dlms';
import { dlt645Write } from './dlt645-write';
import { readProfileMethod } from './read-profile';
import {
  dlt645Read,
  listObjects,
  readAddressMethod,
  readAll,
  readRegisterMethod,
  readRelayState,
} from './reads';
import { relayControl } from './relay-control';
import { setClock } from './set-clock';

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['read_register', readRegisterMethod],
  ['read_all', readAll],
  ['read_address', readAddressMethod],
  ['read_relay_state', readRelayState],
  ['read_profile', readProfileMethod],
  ['dlms_get', dlmsGet],
  ['dlt645_read', dlt645Read],
  ['list_objects', listObjects],
  ['set_clock', setClock],
  ['dlms_set', dlmsSet],
  ['dlms_action', dlmsAction],
  ['dlt645_write', dlt645Write],
  ['enter_token', enterToken],
  ['relay_control', relayControl],
]);

/** @throws Failure `unknown-method` */
export function methodOf(name: string): Method {
  const method = METHODS.get(name);
  if (!method) throw new Failure('unknown-method', `Unknown method: ${name}`);
  return method;
}
