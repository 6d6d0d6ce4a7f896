import type { Node } from 'node-red';
import type { Gateway } from '../../src/gateway';
import type { Link, Meter, MeterEvent } from '../../src/link';
import { boundedLog } from '../../src/net/bounded-log';
import { guarded } from '../shared/guard';

/** When thousands of meters dial in again at once, nobody reads a line about each. */
const LINES = 100;
const INTERVAL = 60_000;

/** A line in Node-RED's log for each meter that comes or goes; a warning where two have one id. */
export function logEvents(node: Node<object>, { directory }: Gateway): void {
  const inform = boundedLog((line) => node.log(line), LINES, INTERVAL);
  const warn = boundedLog((line) => node.warn(line), LINES, INTERVAL);
  const log = guarded(node as Node, (meter: Meter, event: MeterEvent, link: Link | undefined) => {
    const where = link ? `, link ${link.id} from ${link.remoteAddress}` : '';
    const line = `meter ${meter.id}: ${event.replaceAll('_', ' ')}${where}`;
    if (event === 'duplicate_meter_id') warn(line);
    else inform(line);
  });
  directory.on('event', log);
  node.on('close', () => directory.off('event', log));
}
