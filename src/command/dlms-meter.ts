import {
  type CatalogueEntry,
  type DlmsClient,
  isDone,
  type ProfileRequest,
  type RequestOptions,
  type Row,
  readCatalogue,
  readProfile,
  readScales,
  startProfile,
} from '../client';
import type {
  AttributeDescriptor,
  CaptureObject,
  Data,
  MethodDescriptor,
  Obis,
  Selection,
} from '../dlms';
import { Failure, type Meter, type Permit, type Priority } from '../link';
import type { Reading } from '../telemetry';
import { notConnected } from './dlt645-meter';
import type { CommandHost } from './host';

/** Attribute 2 holds the value. */
const VALUE = 2;

/** A DLMS meter as commands speak to it. */
export class DlmsMeter {
  readonly meter: Meter;
  readonly #client: DlmsClient;
  readonly #timeout: number;

  private constructor(meter: Meter, client: DlmsClient, timeout: number) {
    this.meter = meter;
    this.#client = client;
    this.#timeout = timeout;
  }

  /** @throws Failure where it is not there. */
  static reach(meter: Meter, host: CommandHost, timeout: number): DlmsMeter {
    const client = host.dlmsClient(meter);
    if (!client) throw notConnected();
    return new DlmsMeter(meter, client, timeout);
  }

  /** @throws Failure `meter-refused` with the meter's own word. */
  async get(
    attribute: AttributeDescriptor,
    priority: Priority = 'command',
    selection: Selection | null = null,
  ): Promise<Data> {
    const result = await this.#client.get(attribute, this.#options(priority), selection);
    if ('error' in result) throw new DlmsRefusal('GET', result.error);
    return result.data;
  }

  /** Undefined where the meter refuses. */
  async tryGet(attribute: AttributeDescriptor, priority?: Priority): Promise<Data | undefined> {
    try {
      return await this.get(attribute, priority);
    } catch (error) {
      if (error instanceof DlmsRefusal) return undefined;
      throw error;
    }
  }

  /** @throws Failure `meter-refused` with the meter's own word. */
  async set(attribute: AttributeDescriptor, data: Data, permit?: Permit): Promise<void> {
    const result = await this.#client.set(attribute, data, this.#options('command', permit));
    if (result !== 'success') throw new DlmsRefusal('SET', result);
  }

  /** What the method returns, if anything. @throws Failure `meter-refused` with the meter's own word. */
  async action(
    method: MethodDescriptor,
    data: Data | null,
    priority: Priority,
    permit?: Permit,
  ): Promise<Data | undefined> {
    const outcome = await this.#client.action(method, data, this.#options(priority, permit));
    if (outcome.result !== 'success') throw new DlmsRefusal('ACTION', outcome.result);
    return 'data' in outcome ? outcome.data : undefined;
  }

  /** The objects that it shows us, asked for once a day. @throws Failure `meter-refused` where it gives no list. */
  objects(): Promise<readonly CatalogueEntry[]> {
    return readCatalogue(this.#client, this.meter.memory, this.#options('command'));
  }

  /** The value of a register, as it is published. @throws Failure `meter-refused` */
  async read(classId: number, obis: Obis, host: CommandHost): Promise<Reading> {
    const data = await this.get({ classId, obis, attribute: VALUE });
    return this.reading(classId, obis, data, host);
  }

  /** Rows of a profile, oldest first, up to so many; and whether these are all. */
  async profile(
    request: ProfileRequest,
    maxRows: number,
  ): Promise<{
    readonly columns: readonly CaptureObject[];
    readonly rows: readonly Row[];
    readonly complete: boolean;
  }> {
    const options = this.#options('command');
    const cursor = await startProfile(this.#client, request, options);
    const columns = cursor.columns.captureObjects;
    const rows: Row[] = [];
    for await (const part of readProfile(this.#client, cursor, options)) {
      rows.push(...part.rows);
      if (part.complete) return { columns, rows, complete: true };
      if (rows.length >= maxRows) break;
    }
    return { columns, rows: rows.slice(0, maxRows), complete: isDone(cursor) };
  }

  /** An attribute's data as a reading; numbers of registers get their scale. */
  async reading(classId: number, obis: Obis, data: Data, host: CommandHost): Promise<Reading> {
    const read = await this.readerOf([{ classId, obis, attribute: VALUE, dataIndex: 0 }], host);
    return read({ classId, obis, attribute: VALUE, dataIndex: 0 }, data);
  }

  /** Makes readings of what these columns hold, their scales read beforehand. */
  async readerOf(
    columns: readonly CaptureObject[],
    host: CommandHost,
  ): Promise<(column: CaptureObject, data: Data) => Reading> {
    const { id: meterId, memory } = this.meter;
    const catalogue = host.catalogueOf(meterId);
    const scales = await readScales(
      this.#client,
      memory,
      columns,
      (obis) => catalogue.isSettled(obis),
      this.#options('command'),
    );
    const { currency } = host;
    const clock = host.clockOf(meterId);
    const context = { ts: Date.now(), meterId, via: 'command', currency, ...clock } as const;
    return (column, data) => {
      const told = scales.get(column.obis);
      const reading = catalogue.reading({ ...column, data }, told, context);
      return host.primary([reading])[0] ?? reading;
    };
  }

  #options(priority: Priority, permit?: Permit): RequestOptions {
    return { priority, timeout: this.#timeout, permit };
  }
}

/** The meter does not do it, and says why by the name of the standard. */
export class DlmsRefusal extends Failure {
  readonly result: string;

  constructor(service: 'GET' | 'SET' | 'ACTION', result: string) {
    super('meter-refused', `DLMS ${service} failed: ${result}`);
    this.result = result;
  }
}
