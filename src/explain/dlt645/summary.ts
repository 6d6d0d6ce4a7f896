import type { DecodedFrame, Standard } from '../../dlt645';
import { words } from '../wording';
import { ACTION_NAMES, errorText, FUNCTION_NAMES } from './terms';
import { bitsText, valuesText } from './value-text';

/** A frame in one line: `DL/T 645-2007 answer from 000000001234: forward active energy 12345.67 kWh`. */
export function summaryOf(frame: DecodedFrame, standard: Standard): string {
  const { address, response, error } = frame;
  const who = response
    ? `${error ? 'refusal' : 'answer'} from ${address}`
    : `request to ${address === '999999999999' ? 'every meter' : address}`;
  return `DL/T 645-${standard} ${who}: ${said(frame)}`;
}

function said(frame: DecodedFrame): string {
  const { type, error, errorBits, fault } = frame;
  const done = FUNCTION_NAMES[type];
  if (fault) return words(done, fault.message);
  if (error) return `${done}: ${errorText(errorBits ?? [])}`;
  const subject = frame.name ?? frame.di;
  if (frame.response && frame.length === 0) return `${done}: accepted`;
  if (!frame.response || subject === undefined) return words(done, subject, detailOf(frame));
  return `${subject} ${answered(frame)}`.trim();
}

/** What a request or an acknowledgement says beside its function. */
function detailOf(frame: DecodedFrame): string | undefined {
  const { action, validUntil, meterAddress, time, freeze, baud, events } = frame;
  if (action) return words(ACTION_NAMES[action], validUntil && `valid until ${validUntil}`);
  if (meterAddress) return meterAddress;
  if (typeof time === 'string') return time;
  if (baud !== undefined) return `${baud} bit/s`;
  return freeze ?? events;
}

function answered(frame: DecodedFrame): string {
  const { value, values, fields, unit, words: bits, empty, followOn, seq, records } = frame;
  if (empty) return 'has no such record';
  if (followOn) return `(part ${seq ?? 0}, more follows)`;
  if (seq !== undefined) return `(last part, ${seq})`;
  if (records) return `(${records.length} load records)`;
  if (bits && Object.keys(bits).length > 0) return bitsText(Object.values(bits).flat());
  if (fields)
    return fields.map((field) => `${field.name} ${valuesText(field.value, field.unit)}`).join(', ');
  if (values) return valuesText(values, unit);
  return value === undefined ? '' : valuesText(value, unit);
}
