/**
 * A program for a network of its own: a meter dials in, is polled each second, and its network is gone from one
 * moment to the next. Prints how long the link outlived the meter's last octet, and what was told.
 */
import { execFileSync } from 'node:child_process';
import { Caller, until } from '../link/caller';
import { TestGateway } from './test-gateway';

export interface HalfOpenReport {
  /** ms from the meter's last octet to the end of the link. */
  readonly closedAfter: number;
  /** Octets that we sent to the meter meanwhile. */
  readonly sent: number;
  readonly story: readonly string[];
}

const GATEWAY = '10.9.0.1';
const METER = '10.9.0.2';
const EM114070 = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';
const VOLTAGE = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 };

const ip = (...args: readonly string[]) => execFileSync('ip', args);

async function main(idleTimeout: number): Promise<void> {
  ip('link', 'set', 'lo', 'up');
  for (const address of [GATEWAY, METER]) ip('addr', 'add', `${address}/32`, 'dev', 'lo');
  const port = { host: GATEWAY, connectionTimeout: idleTimeout };
  const test = await TestGateway.open({}, port);
  const caller = await Caller.dial(test.portNumber, GATEWAY, METER);
  caller.send(HEARTBEAT);
  const meter = await test.meter(EM114070);
  const { link } = meter;
  const from = performance.now();
  ip('addr', 'del', `${METER}/32`, 'dev', 'lo');
  ip('route', 'add', 'blackhole', METER);
  const poll = () =>
    test.gateway
      .dlmsClient(meter)
      ?.get(VOLTAGE, { priority: 'poll', timeout: 500 })
      .catch(() => undefined);
  const polling = setInterval(poll, 1_000);
  await until(() => link?.isClosed === true);
  clearInterval(polling);
  const closedAfter = performance.now() - from;
  const report: HalfOpenReport = {
    closedAfter,
    sent: link?.bytesSent ?? 0,
    story: test.story(EM114070),
  };
  console.log(JSON.stringify(report));
  process.exit();
}

void main(Number(process.argv[2]));
