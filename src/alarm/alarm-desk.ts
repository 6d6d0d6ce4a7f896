import { Failure } from '../link';
import { Recent } from '../recent/recent';
import type { AlarmRequest } from './alarm-request';
import type { StandingAlarm } from './evaluation';

/** A node that does what is asked, and says how many alarms it was about; undefined: it has no such rule. */
export type Clerk = (request: AlarmRequest) => number | undefined;

const MAX_CLAIMS = 1_000;

/** Where requests about the alarms of a gateway arrive. Its nodes are many, and each request has one answer. */
export class AlarmDesk {
  /** What each tells of its active alarms. */
  readonly #clerks = new Map<Clerk, () => readonly StandingAlarm[]>();
  readonly #claims = new Recent<true>(MAX_CLAIMS);

  add(clerk: Clerk, active: () => readonly StandingAlarm[] = () => []): void {
    this.#clerks.set(clerk, active);
  }

  remove(clerk: Clerk): void {
    this.#clerks.delete(clerk);
  }

  /** The alarms of all nodes that are active now. */
  active(): readonly StandingAlarm[] {
    return [...this.#clerks.values()].flatMap((active) => active());
  }

  /** Whether this is the first that is heard of a message, which goes to several nodes. */
  claim(messageId: string): boolean {
    if (this.#claims.get(messageId)) return false;
    this.#claims.set(messageId, true);
    return true;
  }

  /** Ends the alarms of a meter that is gone for good. */
  forget(meterId: string): void {
    for (const clerk of this.#clerks.keys()) clerk({ command: 'reset', meterId });
  }

  /**
   * Lets all nodes do what is asked; gives how many alarms it was about.
   * @throws Failure `unknown-rule` where none of them has the rule; what a node throws.
   */
  handle(request: AlarmRequest): number {
    const counts = [...this.#clerks.keys()].flatMap((clerk) => clerk(request) ?? []);
    if (counts.length === 0) {
      throw new Failure('unknown-rule', `Unknown rule: ${request.rule ?? ''}`);
    }
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
