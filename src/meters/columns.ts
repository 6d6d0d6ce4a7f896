/** What a list says of each meter, in this order. */
export const COLUMNS = [
  'id',
  'name',
  'group',
  'profile',
  'via',
  'ct',
  'vt',
  'registers',
  'timezone',
  'trusted',
  'protected',
  'keys',
] as const;

export type Column = (typeof COLUMNS)[number];

export function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name);
}
