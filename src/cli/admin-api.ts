import { setTimeout as sleep } from 'node:timers/promises';

interface Flows {
  readonly flows: readonly Readonly<Record<string, unknown>>[];
  readonly rev?: string;
}

/** Node-RED's admin HTTP API. */
export class AdminApi {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Waits until Node-RED answers; false when `isOver` says that it never will. */
  async isUp(isOver: () => boolean): Promise<boolean> {
    while (!isOver()) {
      try {
        await this.flows();
        return true;
      } catch (error) {
        if (error instanceof AdminRefused) return true;
        await sleep(100);
      }
    }
    return false;
  }

  /** @throws Error with Node-RED's answer where it refuses. */
  async flows(): Promise<Flows> {
    const response = await fetch(`${this.url}/flows`, {
      headers: { 'Node-RED-API-Version': 'v2' },
    });
    if (!response.ok) throw new AdminRefused(response.status, await response.text());
    return (await response.json()) as Flows;
  }

  async deploy(flows: Flows['flows']): Promise<void> {
    const response = await fetch(`${this.url}/flows`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'Node-RED-API-Version': 'v2',
        'Node-RED-Deployment-Type': 'full',
      },
      body: JSON.stringify({ flows }),
    });
    if (!response.ok) throw new AdminRefused(response.status, await response.text());
  }
}

export class AdminRefused extends Error {
  readonly status: number;

  constructor(status: number, answer: string) {
    super(`Node-RED answered ${status}: ${answer.slice(0, 200)}`);
    this.status = status;
  }
}
