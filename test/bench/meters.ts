import { Simulator } from '../../src/simulator';

/** DL/T 645 meters in a process of their own, so that they cost the measured one nothing. `PORT COUNT`. */
const [port, count] = process.argv.slice(2).map(Number);
const simulator = new Simulator({ port: port ?? 0, spread: 1_000, history: 0 });
for (let index = 0; index < (count ?? 0); index++) {
  simulator.addDlt645Meter({ address: String(index + 1).padStart(12, '0'), redial: false });
}
simulator.start();
