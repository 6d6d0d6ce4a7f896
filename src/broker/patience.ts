import type { DrainingClient, WaitForDrain } from './aedes-undeclared';

/**
 * Lets a subscriber that reads nothing hold up others for `patience` ms only.
 *
 * aedes reads on from who published when every subscriber's stream has drained. That slows a
 * publisher down to what its subscribers can take, which is good while they take anything. Once one
 * has taken nothing for `patience`, its deliveries no longer wait: they pile up until it drains, or
 * until aedes gives up on it (`drainTimeout`), or the backlog is too long.
 */
export function limitPatience(client: DrainingClient, patience: number): void {
  const waitForDrain: WaitForDrain = client.waitForDrain.bind(client);
  let waiting: (() => void)[] = [];
  let lagging = false;

  const release = () => {
    const released = waiting;
    waiting = [];
    for (const done of released) setImmediate(done);
  };

  client.waitForDrain = (done) => {
    const goOn = () => done(null, client);
    if (lagging) {
      setImmediate(goOn);
      return;
    }
    waiting.push(goOn);
    if (waiting.length > 1) return;
    const timer = setTimeout(() => {
      lagging = true;
      release();
    }, patience);
    waitForDrain(() => {
      clearTimeout(timer);
      lagging = false;
      release();
    });
  };
}
