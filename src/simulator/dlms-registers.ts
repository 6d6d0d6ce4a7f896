import { toHex } from '../octets/hex';
import type { Motion } from './device';
import type { DlmsObject } from './dlms-objects';

const WH = '161E';
const VARH = '1620';
const W = '161B';
const VA = '161C';
const VAR = '161D';
const V = '1623';
const A = '1621';
const HZ = '162C';
const UNITLESS = '16FF';

/** 10^1, 10^0, 10^-1 ... as scaler_unit begins, before the unit. */
const TENS = '0202 0F01';
const ONES = '0202 0F00';
const TENTHS = '0202 0FFF';
const HUNDREDTHS = '0202 0FFE';
const THOUSANDTHS = '0202 0FFD';

const STEADY: Motion = { growth: 0 };

/** 12345.71 kWh = 1234571 x 10 Wh; 230.5, 231.1, 229.8 V; 5.12, 4.98, 5.03 A; 3486 W; 0.985; 49.98 Hz. */
export const REGISTERS: readonly DlmsObject[] = [
  register('1-0:1.8.0.255', '0100010800FF', '06 0012D68B', TENS + WH, { growth: 1 }),
  register('1-0:2.8.0.255', '0100020800FF', '06 00001DEA', TENS + WH),
  register('1-0:3.8.0.255', '0100030800FF', '06 00009C40', TENS + VARH),
  register('1-0:4.8.0.255', '0100040800FF', '06 00000064', TENS + VARH),
  register('1-0:32.7.0.255', '0100200700FF', '12 0901', TENTHS + V, { swing: 5 }),
  register('1-0:52.7.0.255', '0100340700FF', '12 0907', TENTHS + V, { swing: 5 }),
  register('1-0:72.7.0.255', '0100480700FF', '12 08FA', TENTHS + V, { swing: 5 }),
  register('1-0:31.7.0.255', '01001F0700FF', '12 0200', HUNDREDTHS + A),
  register('1-0:51.7.0.255', '0100330700FF', '12 01F2', HUNDREDTHS + A),
  register('1-0:71.7.0.255', '0100470700FF', '12 01F7', HUNDREDTHS + A),
  register('1-0:1.7.0.255', '0100010700FF', '06 00000D9E', ONES + W, { swing: 20 }),
  register('1-0:2.7.0.255', '0100020700FF', '06 00000000', ONES + W),
  register('1-0:3.7.0.255', '0100030700FF', '05 FFFFFDA8', ONES + VAR),
  register('1-0:9.7.0.255', '0100090700FF', '06 00000DD3', ONES + VA),
  register('1-0:21.7.0.255', '0100150700FF', '05 00000492', ONES + W),
  register('1-0:41.7.0.255', '0100290700FF', '05 0000047D', ONES + W),
  register('1-0:61.7.0.255', '01003D0700FF', '05 0000048F', ONES + W),
  register('1-0:13.7.0.255', '01000D0700FF', '10 03D9', THOUSANDTHS + UNITLESS),
  register('1-0:14.7.0.255', '01000E0700FF', '12 1386', HUNDREDTHS + HZ, { swing: 2 }),
];

/** The highest invocation counter that was taken. */
export const COUNTER: DlmsObject = {
  obis: '0-0:43.1.0.255',
  descriptor: '0001 00002B0100FF',
  value: '06 00000000',
};

function register(
  obis: string,
  logicalName: string,
  value: string,
  scalerUnit: string,
  motion: Motion = STEADY,
): DlmsObject {
  return { obis, descriptor: `0003 ${logicalName}`, value, scalerUnit, motion };
}

/** Logical device name (16 characters) and serial number (12). */
export function identity(address: string): DlmsObject[] {
  const digits = toHex(Buffer.from(address, 'latin1'));
  return [
    {
      obis: '0-0:42.0.0.255',
      descriptor: '0001 00002A0000FF',
      value: `0910 53494D30 ${digits}`,
    },
    { obis: '0-0:96.1.0.255', descriptor: '0001 0000600100FF', value: `090C ${digits}` },
  ];
}
