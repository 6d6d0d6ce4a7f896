export type MeterEventKind =
  | 'connected'
  | 'refused' // the dial-in failed
  | 'closed'
  | 'greeting' // a heartbeat or registration text was sent
  | 'push'
  | 'request'
  | 'answer'
  | 'unanswered'; // silence, a lost answer, or nothing that the meter answers

/** What happened on a simulated meter's line. */
export interface MeterEvent {
  readonly meter: string;
  readonly kind: MeterEventKind;
  /** The octets received or really sent, in lower-case hex; with `refused`, the system's error code. */
  readonly detail: string;
}

/** How often each kind of event happened. */
export type MeterCounters = Record<MeterEventKind, number>;

export function noEvents(): MeterCounters {
  return {
    connected: 0,
    refused: 0,
    closed: 0,
    greeting: 0,
    push: 0,
    request: 0,
    answer: 0,
    unanswered: 0,
  };
}
