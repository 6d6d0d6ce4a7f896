import type { Device, Exchange, RawValue } from './device';
import type { DlmsObjects } from './dlms-objects';
import type { Server } from './dlms-server';
import type { Random } from './random';
import { splitWrapper, type WrapperFrame, wrap } from './wrapper';

export interface DlmsDeviceTraits {
  readonly id: string;
  readonly heartbeat: Uint8Array | undefined;
  /** Who answers which client, by wPort. */
  readonly servers: ReadonlyMap<number, Server>;
  /** Whether answers after the first come without wrapper. */
  readonly bareReplies: boolean;
  readonly objects: DlmsObjects;
  /** The APDU of a push. */
  push(objects: DlmsObjects): Uint8Array;
}

const MANAGEMENT_DEVICE = 1;
const PUBLIC_CLIENT = 16;

/** A DLMS meter behind the wrapper: its wPorts, its heartbeat, and its associations. */
export class DlmsDevice implements Device {
  readonly #traits: DlmsDeviceTraits;
  #input: Uint8Array = new Uint8Array();
  #answered = false;

  constructor(traits: DlmsDeviceTraits) {
    this.#traits = traits;
  }

  get id(): string {
    return this.#traits.id;
  }

  connected(): void {
    this.#input = new Uint8Array();
    this.#answered = false;
    for (const server of this.#traits.servers.values()) server.reset();
  }

  greeting(): Uint8Array | undefined {
    return this.#traits.heartbeat;
  }

  receive(octets: Uint8Array): readonly Exchange[] {
    const { frames, rest } = splitWrapper(Buffer.concat([this.#input, octets]));
    this.#input = rest;
    return frames.map((frame) => ({ request: frame.octets, answer: this.#answer(frame) }));
  }

  push(): Uint8Array {
    return wrap(MANAGEMENT_DEVICE, PUBLIC_CLIENT, this.#traits.push(this.#traits.objects));
  }

  setValue(name: string, value: RawValue): void {
    this.#traits.objects.setValue(name, value);
  }

  move(random: Random): void {
    this.#traits.objects.move(random);
  }

  #answer({ source, destination, apdu }: WrapperFrame): Uint8Array | undefined {
    const { servers, bareReplies } = this.#traits;
    if (destination !== MANAGEMENT_DEVICE) return undefined;
    const answer = servers.get(source)?.answer(apdu);
    if (answer === undefined) return undefined;
    const bare = bareReplies && this.#answered;
    this.#answered = true;
    return bare ? answer : wrap(MANAGEMENT_DEVICE, source, answer);
  }
}
