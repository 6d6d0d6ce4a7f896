import { fromHex } from '../octets/hex';
import { lengthOctets } from './ber';
import { type CosemObject, listElement, readable, rightsTo } from './cosem-object';
import type { DlmsObjects } from './dlms-objects';

const OBJECT_LIST = 2;

/** The present association (class 15), which tells what there is. */
export class DlmsAssociation implements CosemObject {
  readonly descriptor = '000f' + '0000280000ff';
  readonly version = 1;
  readonly rights = rightsTo([readable(OBJECT_LIST)]);
  readonly #list: Uint8Array;

  constructor(objects: DlmsObjects, others: readonly CosemObject[]) {
    const elements = [...objects.listElements(), ...[this, ...others].map(listElement)];
    this.#list = Buffer.concat([fromHex('01'), lengthOctets(elements.length), ...elements]);
  }

  read(attribute: number): Uint8Array | undefined {
    return attribute === OBJECT_LIST ? this.#list : undefined;
  }
}
