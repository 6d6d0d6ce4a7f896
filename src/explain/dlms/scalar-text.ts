import { dateTimeOf, isoDateTime, type Obis, obisOf, type Scalar } from '../../dlms';
import { fromHex } from '../../octets';
import { octetsText, quoted } from '../wording';
import { dateText, dateTimeText, timeText } from './date-time-text';
import { obisName, obisText } from './obis-text';

/** Media of IEC 62056-6-1 go up to 15. */
const LARGEST_MEDIUM = 15;
const ANY_BILLING_PERIOD = '.255';

/** What the value of a type says. */
export function scalarText(scalar: Scalar): string {
  switch (scalar.type) {
    case 'null-data':
      return 'no value';
    case 'dont-care':
      return 'any value';
    case 'octet-string':
      return octetStringText(scalar);
    case 'visible-string':
    case 'utf8-string':
      return quoted(scalar.value);
    case 'date-time':
      return dateTimeText(scalar.value);
    case 'date':
      return dateText(scalar.value);
    case 'time':
      return timeText(scalar.value);
    default:
      return String(scalar.value);
  }
}

/** Octet strings hold names and times as well as text; which, only their octets tell. */
function octetStringText(scalar: Extract<Scalar, { type: 'octet-string' }>): string {
  const obis = obisOf(scalar);
  if (obis !== undefined && isLikely(obis)) return obisText(obis);
  const time = dateTimeOf(scalar);
  if (time && (time.year === null || isoDateTime(time) !== null) && (time.year ?? 2000) < 2256) {
    return dateTimeText(time);
  }
  return octetsText(fromHex(scalar.value));
}

function isLikely(obis: Obis): boolean {
  if (obisName(obis) !== undefined) return true;
  return Number.parseInt(obis, 10) <= LARGEST_MEDIUM && obis.endsWith(ANY_BILLING_PERIOD);
}
