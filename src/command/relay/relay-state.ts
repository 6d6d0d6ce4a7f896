/** What is asked of a relay: to let somebody close it by hand is `permit`. */
export type RelayOrder = 'open' | 'close' | 'permit';

export type RelayState = 'open' | 'close' | 'ready' | 'unknown';

/** What a meter says of its relay. */
export interface RelayReading {
  readonly state: RelayState;
  /** The meter's own values, for the answer. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Whether the relay already is as asked; closed, nobody needs to be permitted to close it. */
export function isAsAsked(order: RelayOrder, state: RelayState): boolean {
  return order === 'permit' ? state === 'ready' || state === 'close' : state === order;
}
