import { fromHex } from '../octets/hex';

/** An object whose answers are made when they are asked for. */
export interface CosemObject {
  /** Class id and logical name as a GET.request carries them, lower-case hex. */
  readonly descriptor: string;
  readonly version: number;
  /** What an object list says of its attributes and methods, as A-XDR Data in hex. */
  readonly rights: string;
  /** An attribute as A-XDR Data; undefined where it has none, or the selection is none. */
  read(attribute: number, selection: Uint8Array | undefined): Uint8Array | undefined;
}

/** An element of an object list (IEC 62056-6-2, 4.4.3): class, version, logical name, access rights. */
export function listElement({
  descriptor,
  version,
  rights,
}: Pick<CosemObject, 'descriptor' | 'version' | 'rights'>): Uint8Array {
  const [classId, logicalName] = [descriptor.slice(0, 4), descriptor.slice(4)];
  const versionOctet = version.toString(16).padStart(2, '0');
  return fromHex(`0204 12${classId} 11${versionOctet} 0906${logicalName} ${rights}`);
}

/** Rights to attributes that can be read, without and with selection, and to methods. */
export function rightsTo(attributes: readonly string[], methods: readonly string[] = []): string {
  const list = (items: readonly string[]) =>
    `01${items.length.toString(16).padStart(2, '0')} ${items.join(' ')}`;
  return `0202 ${list(attributes)} ${list(methods)}`;
}

export const readable = (attribute: number): string => `0203 0F0${attribute} 1601 00`;
export const writable = (attribute: number): string => `0203 0F0${attribute} 1603 00`;
/** Selected by range and by entry. */
export const selectable = (attribute: number): string => `0203 0F0${attribute} 1601 0102 0F01 0F02`;
export const callable = (method: number): string => `0202 0F0${method} 1601`;
