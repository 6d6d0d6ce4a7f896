import type { AxdrReader, AxdrWriter } from '../axdr';
import type { Obis } from '../obis';
import { readSelection, type Selection, writeSelection } from './selection';

/** Cosem-Attribute-Descriptor: the attribute of the object of a class with a logical name. */
export interface AttributeDescriptor {
  readonly classId: number;
  readonly obis: Obis;
  /** -128 to 127; 0 is all attributes. */
  readonly attribute: number;
}

/** Cosem-Attribute-Descriptor-With-Selection. */
export interface SelectedAttribute extends AttributeDescriptor {
  readonly selection: Selection | null;
}

/** Cosem-Method-Descriptor. */
export interface MethodDescriptor {
  readonly classId: number;
  readonly obis: Obis;
  readonly method: number;
}

/** Octets of a descriptor, the least that one in a list takes. */
export const DESCRIPTOR_LENGTH = 9;

export function readAttribute(reader: AxdrReader): AttributeDescriptor {
  return { classId: reader.u16(), obis: reader.obis(), attribute: reader.i8() };
}

export function writeAttribute(writer: AxdrWriter, descriptor: AttributeDescriptor): void {
  writer.u16(descriptor.classId).obis(descriptor.obis).i8(descriptor.attribute);
}

export function readSelectedAttribute(reader: AxdrReader): SelectedAttribute {
  return { ...readAttribute(reader), selection: readOptionalSelection(reader) };
}

export function writeSelectedAttribute(writer: AxdrWriter, attribute: SelectedAttribute): void {
  writeAttribute(writer, attribute);
  writeOptionalSelection(writer, attribute.selection);
}

export function readOptionalSelection(reader: AxdrReader): Selection | null {
  return reader.present() ? readSelection(reader) : null;
}

export function writeOptionalSelection(writer: AxdrWriter, selection: Selection | null): void {
  writer.optional(selection, (given) => writeSelection(writer, given));
}

export function readMethod(reader: AxdrReader): MethodDescriptor {
  return { classId: reader.u16(), obis: reader.obis(), method: reader.i8() };
}

export function writeMethod(writer: AxdrWriter, descriptor: MethodDescriptor): void {
  writer.u16(descriptor.classId).obis(descriptor.obis).i8(descriptor.method);
}
