import type { z } from 'zod';
import type { Content } from '../content';
import { Failure, type Meter } from '../link';
import type { MeterKeys } from '../meters';
import type { CommandHost } from './host';
import type { OrderPermit } from './policy';
import { checked } from './request';

/** What a method gets to work with. */
export interface Running {
  readonly host: CommandHost;
  /** As it can be reached now: it may dial in again meanwhile. */
  readonly meter: () => Meter;
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** Undefined for what only reads. */
  readonly permit: OrderPermit | undefined;
}

export type Result = Readonly<Record<string, unknown>>;

/** A command whose parameters are known to be right. */
export interface Prepared {
  /** What it does, as far as its parameters tell by themselves. */
  readonly effect: 'read' | 'write' | 'act';
  /** It gives supply, and takes none away. */
  readonly restores?: boolean;
  /** What its requests to this meter will be; none where it only reads. @throws Failure */
  contents(meter: Meter): readonly Content[];
  run(running: Running): Promise<Result>;
}

/** @throws Failure `invalid-request` where the parameters are not right. */
export type Method = (params: unknown) => Prepared;

export function reading<Params>(
  schema: z.ZodType<Params>,
  run: (params: Params, running: Running) => Promise<Result>,
): Method {
  return (input) => {
    const params = checked(schema, input);
    return { effect: 'read', contents: () => [], run: (running) => run(params, running) };
  };
}

/**
 * By which right a DL/T 645 meter is written and switched: its own in the meter list, else that of all.
 * @throws Failure `meter-not-trusted` where its own cannot be read.
 */
export function credentialsOf(host: CommandHost, meterId: string) {
  const { meterPassword, operatorCode } = host.commandOptions;
  const own = keysOf(host, meterId);
  return {
    password: own?.meterPassword ?? meterPassword,
    operator: own?.operatorCode ?? operatorCode,
  };
}

function keysOf(host: CommandHost, meterId: string): MeterKeys | undefined {
  try {
    return host.keysOf(meterId);
  } catch {
    throw new Failure('meter-not-trusted', "the meter's own password cannot be read");
  }
}
