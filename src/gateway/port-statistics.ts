import type { CloseReason, Link, Refusal } from '../link';

/** What has happened on a port since it was opened; a port that outlives a deploy counts on. */
export interface PortStatistics {
  /** Links that are open now. */
  readonly links: number;
  /** Links in all. */
  readonly accepted: number;
  /** Links that are closed, by why. */
  readonly closed: Readonly<Partial<Record<CloseReason, number>>>;
  /** Callers that were hung up on before they became a link, by why. */
  readonly refused: Readonly<Partial<Record<Refusal, number>>>;
  /** Connections that the operating system could not give us. */
  readonly failed: number;
  /** Answers that came after their request had been given up. */
  readonly lateAnswers: number;
  /** Octets, of TLS those inside. */
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

/** Counts what happens on a port. */
export class PortCounters {
  readonly #closed = new Map<CloseReason, number>();
  readonly #refused = new Map<Refusal, number>();
  #accepted = 0;
  #failed = 0;
  /** Of links that are closed. */
  #past = { lateAnswers: 0, bytesReceived: 0, bytesSent: 0 };

  linkOpened(): void {
    this.#accepted++;
  }

  linkClosed(link: Link, reason: CloseReason): void {
    count(this.#closed, reason);
    this.#past = sum(this.#past, link);
  }

  callerRefused(refusal: Refusal): void {
    count(this.#refused, refusal);
  }

  acceptFailed(): void {
    this.#failed++;
  }

  /** With these links open now. */
  statistics(links: ReadonlySet<Link>): PortStatistics {
    return {
      links: links.size,
      accepted: this.#accepted,
      closed: Object.fromEntries(this.#closed),
      refused: Object.fromEntries(this.#refused),
      failed: this.#failed,
      ...[...links].reduce(sum, this.#past),
    };
  }
}

type Traffic = Pick<Link, 'lateAnswers' | 'bytesReceived' | 'bytesSent'>;

function sum(one: Traffic, other: Traffic): Traffic {
  return {
    lateAnswers: one.lateAnswers + other.lateAnswers,
    bytesReceived: one.bytesReceived + other.bytesReceived,
    bytesSent: one.bytesSent + other.bytesSent,
  };
}

function count<Reason>(counts: Map<Reason, number>, reason: Reason): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}
