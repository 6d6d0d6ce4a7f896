import type { LineOptions } from './line-options';
import type { SimulatedMeter } from './simulated-meter';
import type { Simulator } from './simulator';

/**
 * The meters of `npm start -- --demo`: two EM114070, a three-phase DLMS meter with profiles and an object list,
 * a three-phase and a single-phase DL/T 645 meter.
 */
export function demoMeters(simulator: Simulator, line: LineOptions = {}): SimulatedMeter[] {
  return [
    simulator.addEm114070({ ...line, address: '311501114070' }),
    simulator.addEm114070({ ...line, address: '311501114071' }),
    simulator.addDlmsMeter({ ...line, address: '360000000001', now: Date.now }),
    simulator.addDlt645Meter({ ...line, address: '000000001234' }),
    simulator.addDlt645Meter({ ...line, address: '000000005678', phases: 1 }),
  ];
}
