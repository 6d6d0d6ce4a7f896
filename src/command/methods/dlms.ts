import { z } from 'zod';
import { type Content, contentOfApdu } from '../../content';
import { type Apdu, type Data, encodeApdu, type Selection } from '../../dlms';
import { Failure, type Meter } from '../../link';
import { DlmsMeter } from '../dlms-meter';
import { type Method, type Prepared, type Running, reading } from '../method';
import { checked } from '../request';
import { classId, data, member, obis } from './schemas';

const HEAD = { invokeId: 1, confirmed: true, highPriority: true, kind: 'normal' } as const;
const NO_DATA: Data = { type: 'null-data', value: null };
const VALUE = 2;

const attribute = { classId, obis, attribute: member };

export const dlmsGet: Method = reading(
  z.strictObject({ ...attribute, selection: z.record(z.string(), z.unknown()).optional() }),
  async ({ selection, ...descriptor }, running) => {
    const selected = (selection ?? null) as Selection | null;
    const request = { ...HEAD, type: 'get-request', attribute: descriptor } as const;
    expectEncodable({ ...request, selection: selected });
    const meter = reach(running);
    const got = await meter.get(descriptor, 'command', selected);
    const result = { ...descriptor, data: got, protocol: 'dlms' };
    if (descriptor.attribute !== VALUE || selected) return result;
    const { host } = running;
    const value = await meter.reading(descriptor.classId, descriptor.obis, got, host);
    const { register, value: plain, unit, quality, meterTime, meterTs } = value;
    return {
      ...result,
      ...{ register, value: plain, unit },
      ...(quality && { quality }),
      ...(meterTime && { meterTime }),
      ...(meterTs !== undefined && { meterTs }),
    };
  },
);

export const dlmsSet: Method = (input) => {
  const { data: value, ...descriptor } = checked(z.strictObject({ ...attribute, data }), input);
  const request = { ...HEAD, type: 'set-request', attribute: descriptor } as const;
  const content = contentOfApdu({ ...request, selection: null, data: value });
  return changing(content, async (running) => {
    await reach(running).set(descriptor, value, running.permit);
    return { ...descriptor, protocol: 'dlms' };
  });
};

export const dlmsAction: Method = (input) => {
  const schema = z.strictObject({ classId, obis, method: member, data: data.optional() });
  const { data: parameter, ...descriptor } = checked(schema, input);
  const value = parameter ?? null;
  const request = { ...HEAD, type: 'action-request', method: descriptor, data: value } as const;
  return changing(contentOfApdu(request), async (running) => {
    const meter = reach(running);
    const priority = running.permit ? 'act' : 'command';
    const returned = await meter.action(descriptor, value, priority, running.permit);
    return { ...descriptor, ...(returned && { data: returned }), protocol: 'dlms' };
  });
};

const TOKEN_GATEWAY = { classId: 115, obis: '0-0:19.40.0.255' } as const;
const ENTER = 1;
const TOKEN_STATUS = 6;

/** Prepaid: the digits of a token go to the meter, which says what became of it. */
export const enterToken: Method = (input) => {
  const schema = z.strictObject({
    token: z.string().regex(/^\d{4,32}$/, 'not 4 to 32 digits'),
    obis: obis.optional(),
  });
  const { token, obis: name = TOKEN_GATEWAY.obis } = checked(schema, input);
  const method = { classId: TOKEN_GATEWAY.classId, obis: name, method: ENTER };
  const value: Data = { type: 'octet-string', value: Buffer.from(token, 'latin1').toString('hex') };
  const request = { ...HEAD, type: 'action-request', method, data: NO_DATA } as const;
  return changing(contentOfApdu(request), async (running) => {
    const meter = reach(running, 'a DL/T 645 meter takes tokens by its security chip only');
    await meter.action(method, value, 'command', running.permit);
    const { method: _, ...object } = method;
    const status = await meter.tryGet({ ...object, attribute: TOKEN_STATUS });
    return { ...(status && { token_status: status }), protocol: 'dlms' };
  });
};

function changing(content: Content, run: Prepared['run']): Prepared {
  const effect = content.effect === 'act' ? 'act' : 'write';
  return { effect, contents: () => [content], run };
}

function reach({ host, meter, timeout }: Running, why = 'this is for DLMS meters'): DlmsMeter {
  expectDlms(meter(), why);
  return DlmsMeter.reach(meter(), host, timeout);
}

function expectDlms({ protocol }: Meter, why: string): void {
  if (protocol !== 'dlms') throw new Failure('not-supported', why);
}

function expectEncodable(apdu: Apdu): void {
  encodeApdu(apdu);
}
