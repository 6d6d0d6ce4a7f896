import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE = 50;

/** Waits until somebody listens on a port; false when nobody does in time. */
export async function isListening(host: string, port: number, within: number): Promise<boolean> {
  const deadline = performance.now() + within;
  while (performance.now() < deadline) {
    if (await accepts(host, port)) return true;
    await sleep(PAUSE);
  }
  return false;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
