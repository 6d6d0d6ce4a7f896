import type { Obis } from '../../dlms';
import { DlmsMeter } from '../dlms-meter';
import { Dlt645Meter } from '../dlt645-meter';
import { credentialsOf, type Running } from '../method';
import { DISCONNECT_CONTROL, dlmsRelay } from './dlms-relay';
import { dlt645Relay } from './dlt645-relay';
import type { RelayReading } from './relay-state';
import type { Relay } from './switch-relay';

/** The relay of the meter that a command is for. */
export function relayOf(running: Running, obis: Obis = DISCONNECT_CONTROL): Relay {
  const { host, meter, timeout, permit } = running;
  if (meter().protocol === 'dlms') {
    return dlmsRelay(() => DlmsMeter.reach(meter(), host, timeout), obis, permit);
  }
  const reach = () => Dlt645Meter.reach(meter(), timeout, 'act');
  return dlt645Relay(reach, () => credentialsOf(host, meter().id), permit);
}

export function readRelay(running: Running, obis?: Obis): Promise<RelayReading> {
  return relayOf(running, obis).read();
}
