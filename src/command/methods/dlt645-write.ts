import { z } from 'zod';
import { contentOfOctets } from '../../content';
import { encodeRequest, type Value } from '../../dlt645';
import { Failure, type Meter } from '../../link';
import { accepted, Dlt645Meter } from '../dlt645-meter';
import { credentialsOf, type Method } from '../method';
import { checked } from '../request';
import { diOf, targetOf } from '../target';
import { registerName } from './schemas';

const value = z.union([z.number(), z.string().max(512), z.null()]);

const PARAMS = z
  .strictObject({
    dataId: registerName,
    value: value.optional(),
    values: z.array(value).max(64).optional(),
    dataHex: z.string().max(400).optional(),
  })
  .refine(
    (params) =>
      [params.value, params.values, params.dataHex].filter((one) => one !== undefined).length === 1,
    'one of value, values and dataHex is needed',
  );

/** Function 14H, by the gateway's password and operator code. */
export const dlt645Write: Method = (input) => {
  const { dataId, ...rest } = checked(PARAMS, input);
  const target = targetOf(dataId, 'dlt645');
  const standard = target.ids.di === undefined ? '1997' : '2007';
  const di = diOf(target, standard);
  const written = Object.fromEntries(
    Object.entries(rest).filter(([, one]) => one !== undefined),
  ) as {
    readonly value?: Value;
    readonly values?: readonly Value[];
    readonly dataHex?: string;
  };
  const request = { type: 'write', di, ...written, password: '00000000' } as const;
  return {
    effect: 'write',
    contents: ({ address, protocol }: Meter) => {
      if (protocol !== 'dlt645') {
        throw new Failure('not-supported', 'dlt645_write is for DL/T 645 meters');
      }
      return [contentOfOctets(encodeRequest({ ...request, address, standard }))];
    },
    run: async ({ host, meter, timeout, permit }) => {
      const dlt645 = await Dlt645Meter.reach(meter(), timeout, 'command');
      if (dlt645.standard !== standard) {
        throw new Failure('unknown-register', `a meter of ${dlt645.standard} has no ${di}`);
      }
      const credentials = credentialsOf(host, meter().id);
      await dlt645.transact('command', permit, async (steps) =>
        accepted(await steps.ask({ ...request, ...credentials })),
      );
      return { dataId: `0x${di.toLowerCase()}`, protocol: 'dlt645' };
    },
  };
};
