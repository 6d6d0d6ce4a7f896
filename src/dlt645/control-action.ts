/** N1 of function 1CH (State Grid supplement). */
export const CONTROL_ACTIONS = {
  trip: 0x1a,
  /** The relay closes when somebody presses the meter's button. */
  closePermit: 0x1b,
  close: 0x1c,
  /** Closes again by itself after N2 times five minutes. */
  tripReclose: 0x1d,
  tripRecloseLinked: 0x1e,
  alarm: 0x2a,
  alarmClear: 0x2b,
  /** Trips are refused until it is cleared. */
  powerProtect: 0x3a,
  powerProtectClear: 0x3b,
} as const;

export type ControlAction = keyof typeof CONTROL_ACTIONS;

/** What N1 asks for; undefined for a maker's own. */
export function controlAction(n1: number): ControlAction | undefined {
  const actions = Object.keys(CONTROL_ACTIONS) as ControlAction[];
  return actions.find((action) => CONTROL_ACTIONS[action] === n1);
}
