import 'should';
import fc from 'fast-check';
import type { Device } from '../../../src/simulator/device';
import { dlmsMeter } from '../../../src/simulator/dlms-meter';
import { Dlt645Line } from '../../../src/simulator/dlt645-line';
import { em114070 } from '../../../src/simulator/em114070';
import { wrap } from '../../../src/simulator/wrapper';

const AARQ = Buffer.from('601da109060760857405080101be10040e01000000065f1f0400001e1dffff', 'hex');

const KEYS = {
  encryptionKey: 'B7A14E0C53D89F2264E1780B9DC53AF6',
  authenticationKey: '19E6C20D7F5B84A3D0618EF3472B9C5A',
};

const DEVICES: Record<string, () => Device> = {
  'an EM114070': () => em114070({}),
  'a three-phase DLMS meter': () => dlmsMeter({}),
  'a ciphered DLMS meter': () => dlmsMeter({ keys: KEYS }),
  'a DL/T 645 line': () => new Dlt645Line([{}], {}),
};

for (const [name, make] of Object.entries(DEVICES)) {
  describe(`${name}, simulated`, () => {
    it('survives any octets', () => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
          const device = make();
          for (const piece of pieces) device.receive(piece);
        }),
      );
    });
  });
}

describe('a simulated DLMS association', () => {
  it('answers or ignores any APDU', () => {
    const apdu = fc
      .tuple(fc.constantFrom(0x60, 0x62, 0xc0, 0xc1, 0xc3), fc.uint8Array({ maxLength: 30 }))
      .map(([tag, rest]) => Uint8Array.of(tag, ...rest));
    fc.assert(
      fc.property(fc.array(apdu), (apdus) => {
        const device = dlmsMeter({});
        device.receive(wrap(1, 1, AARQ)).length.should.equal(1);
        for (const octets of apdus) device.receive(wrap(1, 1, octets)).length.should.equal(1);
      }),
    );
  });

  it('that is ciphered answers or ignores any envelope', () => {
    const apdu = fc
      .tuple(
        fc.constantFrom(0x60, 0x62, 0xc8, 0xcb, 0xd0, 0xdb, 0xdc),
        fc.uint8Array({ maxLength: 60 }),
      )
      .map(([tag, rest]) => Uint8Array.of(tag, ...rest));
    fc.assert(
      fc.property(apdu, (octets) => {
        dlmsMeter({ keys: KEYS })
          .receive(wrap(1, 1, octets))
          .length.should.equal(1);
      }),
    );
  });
});
