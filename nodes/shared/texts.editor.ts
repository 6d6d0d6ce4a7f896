import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

export type Parameters = Readonly<Record<string, string | number>>;

const MODULE = 'node-red-contrib-ivy-gateway';

/** A text of one node's catalogue, which the editor finds only by the name of package and node. */
export function text(type: string, key: string, parameters: Parameters = {}): string {
  return RED._(`${MODULE}/${type}:${type}.${key}`, { ...parameters });
}

/** Gives the labels of one node's properties, the same that its dialog shows. */
export function labelsOf(type: string): (property: string) => string {
  return (property) => text(type, `label.${property}`);
}
