import { z } from 'zod';
import { knownStandard } from '../../client';
import { Failure } from '../../link';
import { dlmsClockContent, setDlmsClock } from '../clock/set-dlms-clock';
import { dlt645ClockContents, setDlt645Clock } from '../clock/set-dlt645-clock';
import { DlmsMeter } from '../dlms-meter';
import { Dlt645Meter } from '../dlt645-meter';
import { credentialsOf, type Method } from '../method';
import { checked } from '../request';

/** Sets the meter's clock to the time of its zone. */
export const setClock: Method = (input) => {
  const schema = z.strictObject({ mode: z.enum(['broadcast', 'write', 'adjust']).optional() });
  const { mode = 'write' } = checked(schema, input);
  return {
    effect: 'write',
    contents: ({ protocol, address, memory }) => {
      if (protocol === 'dlms') {
        if (mode !== 'broadcast') return [dlmsClockContent(mode)];
        throw new Failure('not-supported', 'DLMS meters take no broadcast');
      }
      if (mode === 'adjust') {
        throw new Failure('not-supported', 'DL/T 645 meters are adjusted by broadcast or write');
      }
      return dlt645ClockContents(address, mode, knownStandard(memory) ?? '2007');
    },
    run: async ({ host, meter, timeout, permit }) => {
      if (!permit) throw new Failure('write-disabled', 'set_clock needs leave to write');
      const { id, protocol } = meter();
      const zone = host.timezoneOf(id);
      if (protocol === 'dlms' && mode !== 'broadcast') {
        return setDlmsClock(DlmsMeter.reach(meter(), host, timeout), mode, zone, permit);
      }
      if (!zone) throw new Failure('not-supported', 'the time zone of the meter is not known');
      const dlt645 = await Dlt645Meter.reach(meter(), timeout, 'command');
      const how = mode === 'broadcast' ? 'broadcast' : 'write';
      return setDlt645Clock(dlt645, how, zone, credentialsOf(host, id), permit);
    },
  };
};
