import { isMeterId } from '../telemetry';

/** ICCID (ITU-T E.118): 19 or 20 digits that begin with 89; some operators put hex letters behind the sixth. */
const ICCID = /(?<!\d)(89\d{4}[0-9A-F]{13,14})(?![0-9A-F])/i;
/** IMEI (3GPP TS 23.003, clause 6.2.1): 15 digits. */
const IMEI = /(?<!\d)(\d{15})(?!\d)/;

/**
 * The ids by which a modem may have registered with this text, the likeliest first: what the user's own
 * pattern captures, or matches where it captures nothing; an ICCID; an IMEI.
 */
export function registeredIds(text: string, own: RegExp | undefined): readonly string[] {
  const patterns = own ? [own, ICCID, IMEI] : [ICCID, IMEI];
  return patterns.flatMap((pattern) => {
    const found = pattern.exec(text);
    const id = found?.[1] ?? found?.[0];
    return id !== undefined && isMeterId(id) ? [id] : [];
  });
}
