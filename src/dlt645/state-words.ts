/**
 * What a set bit of each word means, bit 0 first; an empty name is a reserved bit (annex C; the second half
 * of run-state word 3 from the State Grid supplement).
 */
export const STATE_WORDS = {
  runState1: [
    '',
    'demand mode interval',
    'clock battery low',
    'outage-reading battery low',
    'active power reverse',
    'reactive power reverse',
  ],
  runState2: [
    'phase A active reverse',
    'phase B active reverse',
    'phase C active reverse',
    '',
    'phase A reactive reverse',
    'phase B reactive reverse',
    'phase C reactive reverse',
  ],
  runState3: [
    'second time-slot set',
    'auxiliary supply',
    'battery supply',
    'programming permitted',
    'relay open',
    '',
    'relay command open',
    'pre-trip alarm',
    'prepaid by energy',
    'prepaid by money',
    'terminal identity authenticated',
    'terminal security authenticated',
    'power protected',
    'identity authenticated',
    'local account opened',
    'remote account opened',
  ],
  runState4: phaseFaults('A'),
  runState5: phaseFaults('B'),
  runState6: phaseFaults('C'),
  runState7: [
    'voltage phase-sequence reversal',
    'current phase-sequence reversal',
    'voltage unbalance',
    'current unbalance',
    'auxiliary supply loss',
    'power-down',
    'demand over limit',
  ],
  activeCombination: [
    'forward active added',
    'forward active subtracted',
    'reverse active added',
    'reverse active subtracted',
  ],
  reactiveCombination: [
    'quadrant I added',
    'quadrant I subtracted',
    'quadrant II added',
    'quadrant II subtracted',
    'quadrant III added',
    'quadrant III subtracted',
    'quadrant IV added',
    'quadrant IV subtracted',
  ],
  baud: ['', '600', '1200', '2400', '4800', '9600', '19200'],
  workDays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  loadMode: [
    'voltage, current, frequency',
    'active and reactive power',
    'power factor',
    'active and reactive total energy',
    'four-quadrant reactive total energy',
    'present demand',
  ],
  freezeMode: [
    'forward active energy',
    'reverse active energy',
    'combined reactive 1 energy',
    'combined reactive 2 energy',
    'four-quadrant reactive energy',
    'forward active max demand and time',
    'reverse active max demand and time',
    'variables',
  ],
} as const satisfies Record<string, readonly string[]>;

export type StateWordName = keyof typeof STATE_WORDS;

function phaseFaults(phase: string): readonly string[] {
  return [
    'loss of voltage',
    'under-voltage',
    'over-voltage',
    'loss of current',
    'over-current',
    'overload',
    'power-flow reversal',
    'phase failure',
    'current break',
  ].map((fault) => `phase ${phase} ${fault}`);
}
