import { AlarmDesk } from '../alarm';
import { type DlmsAddresses, type DlmsClient, rememberedForm } from '../client';
import { CommandDesk, type CommandOptions } from '../command';
import { Directory, Failure, type Introduction, type Link, type Meter } from '../link';
import {
  applyRatio,
  type Judgement,
  judge,
  type MeterKeys,
  type MeterPolicy,
  Roster,
} from '../meters';
import { EM114070_PROFILE, type MeterProfile, ProfileBook } from '../profiles';
import { type Log, openStore, type Store } from '../store';
import {
  eventMessage,
  type MeterCatalogue,
  type MeterClock,
  meterTopic,
  type Publication,
  type Reading,
  type TimeZone,
} from '../telemetry';
import { Admission } from './admission';
import { commandHost } from './command-host';
import { DlmsConversations } from './dlms-conversations';
import { inTurns } from './in-turns';
import { MeterPorts } from './meter-ports';
import { MeterRecords } from './meter-records';
import { ProofWatch } from './proof-watch';
import { Published } from './published';
import { ReadingWatch, type TellEvent } from './reading-watch';
import { HEARTBEAT_HEARD, Reception } from './reception';
import { Statistics } from './statistics';
import { statusMessage } from './status-message';
import type { ZeroAddressPolicy } from './zero-address';

export interface GatewayOptions {
  /** `{gw}` in topics. */
  readonly id: string;
  readonly topicPrefix: string;
  /** ms until a link that has not said who it is gets closed. */
  readonly identifyTimeout: number;
  readonly zeroAddress: ZeroAddressPolicy;
  /** What becomes of meters that are not in the list. */
  readonly meterPolicy: MeterPolicy;
  /** The gateway's own, with its meter list and its store; undefined: nothing outlasts a restart. */
  readonly folder: string | undefined;
  readonly log: Log;
  /** What wraps the keys in the meter list; empty: there are none. */
  readonly secret: string;
  /** Of the meters' clocks, where they do not say it themselves. */
  readonly timezone: TimeZone | undefined;
  /** The profile of meters for which none is named, and which do not show what they are. */
  readonly profile: string;
  /** Unit of money registers. */
  readonly currency: string;
  /** ms that a meter's clock may be off before that is an event; 0: any time. */
  readonly clockLimit: number;
  /** What may be ordered of its meters. */
  readonly commands: CommandOptions;
  readonly dlms: DlmsAddresses & {
    /** Whether DLMS meters are asked anything at all. */
    readonly enabled: boolean;
  };
}

const SEVERITY = {
  meter_connected: 'info',
  meter_reconnected: 'info',
  meter_disconnected: 'warning',
  duplicate_meter_id: 'critical',
} as const;

/** Ports, links and meters of one gateway: who is there, and through which link each meter is reached. */
export class Gateway {
  /** The store is open, its meters and the meter list are known. Never rejects. Ports open then. */
  readonly ready: Promise<void>;
  #options: GatewayOptions;
  readonly directory = new Directory();
  readonly ports: MeterPorts;
  readonly roster: Roster;
  /** What is known of meters of a kind. */
  readonly profiles: ProfileBook;
  /** Carries out commands, whoever brings them. */
  readonly commands: CommandDesk;
  /** What its nodes have made ready to publish. */
  readonly published = new Published();
  /** What its parts count; pollers, alarms and others add theirs. */
  readonly statistics = new Statistics();
  /** Where its alarm nodes meet: they answer a request together. */
  readonly alarms = new AlarmDesk();
  readonly #opening: Promise<Store>;
  #store: Store | undefined;
  #records: MeterRecords | undefined;
  #isClosed = false;
  /** Ends what `tellStatuses` has begun. */
  #endTelling: () => void = () => undefined;
  readonly #conversations: DlmsConversations;
  readonly #admission: Admission;
  readonly #reception: Reception;
  readonly #tellEvent: TellEvent = (meterId, event, severity, data) => {
    const message = eventMessage(this.#options.topicPrefix, meterId, event, severity, data);
    this.#tellLife(this.directory.find(meterId)?.link, message);
  };
  readonly #watch = new ReadingWatch(
    (meterId) => this.directory.find(meterId)?.memory,
    this.#tellEvent,
  );
  /** Which meters with keys are not who they should be. */
  readonly proofs = new ProofWatch(this.#tellEvent, (line) => this.#options.log(line));

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.roster = new Roster(options);
    this.profiles = new ProfileBook(options);
    this.roster.on('changed', () => this.#admission.judgeAgain());
    this.#conversations = new DlmsConversations({
      addresses: () => this.#options.dlms,
      store: () => this.store,
      keysOf: (id) => this.keysOf(id),
      profileOf: (id) => this.#namedProfileOf(id),
      hearProof: (id, fault) => this.proofs.hear(id, fault),
    });
    this.#admission = new Admission({
      directory: this.directory,
      options: () => this.#options,
      list: () => this.roster.list,
      judge: (id) => this.judge(id),
      publish: (link, publication) => this.#tellLife(link, publication),
    });
    this.#reception = new Reception({
      directory: this.directory,
      admission: this.#admission,
      options: () => this.#options,
      dlmsClient: (link) => this.#conversations.ofLink(link),
      idOfTitle: (title) => this.roster.idOfTitle(title),
    });
    this.directory.on('reach', (meter) => this.#conversations.heed([meter]));
    this.roster.on('changed', () => this.#conversations.heed(this.directory.meters()));
    this.directory.on('status', (meter, link) => this.#tellStatus(meter, link));
    this.directory.on('event', (meter, event, link) => {
      const holder = event === 'duplicate_meter_id' && meter.link?.remoteAddress;
      const data = {
        meterId: meter.id,
        ...(link && { remoteAddress: link.remoteAddress }),
        ...(holder && { holder }),
      };
      const { topicPrefix } = this.#options;
      this.#tellLife(link, eventMessage(topicPrefix, meter.id, event, SEVERITY[event], data));
    });
    this.#opening = openStore(options.folder, { log: (line) => this.#options.log(line) });
    this.ready = this.#begin();
    this.ports = new MeterPorts({
      ready: this.ready,
      directory: this.directory,
      linkOpened: (link, port) => this.#reception.greet(link, port),
      linkClosed: (link) => this.#admission.linkClosed(link),
    });
    this.commands = new CommandDesk(commandHost(this));
    this.statistics.add('links', () => this.ports.statistics);
    this.statistics.add('commands', () => this.commands.statistics);
  }

  get options(): GatewayOptions {
    return this.#options;
  }

  /**
   * Goes on under other settings, links and all. False under another id: that is another gateway, with a
   * status and a memory of its own. Under another topic prefix, who is there is told anew.
   */
  configure(options: GatewayOptions): boolean {
    const { id, folder, topicPrefix } = this.#options;
    if (options.id !== id || options.folder !== folder) return false;
    this.#options = options;
    this.roster.useSecret(options.secret);
    this.#admission.judgeAgain();
    this.#conversations.configure();
    this.#conversations.heed(this.directory.meters());
    if (options.topicPrefix !== topicPrefix) this.#moveStatuses(topicPrefix);
    return true;
  }

  /**
   * What outlasts a restart.
   * @throws Failure `storage-failed` until the gateway is ready.
   */
  get store(): Store {
    if (!this.#store) throw new Failure('storage-failed', 'the store is not open yet');
    return this.#store;
  }

  /** What outlasts a restart; undefined until the gateway is ready. */
  get storeIfOpen(): Store | undefined {
    return this.#store;
  }

  /**
   * For what must never be forgotten, such as acts and invocation counters. Of a disk that fails meanwhile the
   * store tells itself.
   * @throws Failure `storage-failed` where all is lost with the process.
   */
  expectDurable(): void {
    const { durable, reason } = this.store;
    if (!durable) throw new Failure('storage-failed', `nothing outlasts a restart: ${reason}`);
  }

  /**
   * Publishes the status of every meter once more, for a broker that may have lost it: each as it is when its
   * turn comes.
   */
  tellStatuses(): void {
    this.#endTelling();
    this.#endTelling = inTurns(this.directory.meters(), (meter) => this.#tellStatus(meter));
  }

  /**
   * Forgets a meter that is gone for good: what is known of it, its alarms, its last readings and its retained
   * status. False where it is not known, or dialled in. One that calls again is met as a new one.
   */
  forget(meterId: string): boolean {
    const meter = this.directory.find(meterId);
    if (!meter || meter.link) return false;
    this.directory.forget(meter);
    this.#store?.meters.forget(meterId);
    this.alarms.forget(meterId);
    this.published.forget(meterId);
    this.#clearStatus(this.#options.topicPrefix, meter);
    return true;
  }

  /** Somebody else knows who is on a link, from a login packet of a modem for example. */
  identify(link: Link, introduction: Introduction): void {
    const port = this.ports.of(link);
    if (port) this.#admission.meet(link, port, introduction);
  }

  /**
   * Asks who is on a link.
   * @throws Failure `command-timeout` where nobody answers.
   */
  async askWhoIsOn(link: Link): Promise<Meter> {
    const port = this.ports.of(link);
    const meter = port && (await this.#reception.ask(link, port));
    if (!meter) throw new Failure('command-timeout', 'nobody on the link says who it is');
    return meter;
  }

  /**
   * The client for a DLMS meter; undefined while it is not dialled in.
   * @throws Failure where the meter has keys that cannot be used.
   */
  dlmsClient(meter: Meter): DlmsClient | undefined {
    return this.#conversations.ofMeter(meter);
  }

  /** Whether a meter may be here, and may be written and switched. */
  judge(meterId: string): Judgement {
    return judge(meterId, this.roster.list, this.#options.meterPolicy);
  }

  /** What people call a meter, and the group that they have put it in. */
  describe(meterId: string): { readonly name?: string; readonly group?: string } {
    const { name, group } = this.roster.list.find(meterId) ?? {};
    return { ...(name !== undefined && { name }), ...(group !== undefined && { group }) };
  }

  /** Readings at the primary side; those that are there already stay as they are. */
  primary(readings: readonly Reading[]): readonly Reading[] {
    return readings.map((reading) => this.primaryOf(reading));
  }

  /** A reading at the primary side of the transformers before its meter, and what it shows of the meter. */
  primaryOf(reading: Reading): Reading {
    const meter = this.roster.list.find(reading.meterId);
    const primary = meter ? applyRatio(reading, meter) : reading;
    return this.#watch.look(primary, this.#options.clockLimit);
  }

  /** The zone that a meter's clock runs on, where it does not say its offset itself. */
  timezoneOf(meterId: string): TimeZone | undefined {
    return this.roster.timezoneOf(meterId) ?? this.#options.timezone;
  }

  /** How a meter keeps its time. */
  clockOf(meterId: string): MeterClock {
    const { deviation } = this.profileOf(meterId);
    return { timezone: this.timezoneOf(meterId), deviationPolicy: deviation };
  }

  /** What is known of a meter by its kind. */
  profileOf(meterId: string): MeterProfile {
    return this.profiles.profileOf(this.modelOf(meterId));
  }

  /** What the objects of a meter are called, and how their numbers are scaled where it does not say. */
  catalogueOf(meterId: string, model = this.modelOf(meterId)): MeterCatalogue {
    return this.profiles.catalogueOf(model);
  }

  /**
   * The name of a meter's profile: as the list has it, else by how the meter registers and answers, else the
   * usual one.
   */
  modelOf(meterId: string): string {
    const listed = this.roster.list.find(meterId)?.profile;
    if (listed !== undefined) return listed;
    const memory = this.directory.find(meterId)?.memory;
    const heard = memory?.has(HEARTBEAT_HEARD) ? EM114070_PROFILE : undefined;
    const form = memory && (rememberedForm(memory) ?? heard);
    return form === EM114070_PROFILE ? EM114070_PROFILE : this.#options.profile;
  }

  /**
   * The secrets of a meter in clear; undefined where it has none.
   * @throws TypeError where they cannot be unwrapped.
   */
  keysOf(meterId: string): MeterKeys | undefined {
    return this.roster.keysOf(meterId);
  }

  /** What is known by now outlasts the process when this resolves. */
  async hold(): Promise<void> {
    this.#records?.save();
    // A failure is told in the log, and writing is tried again.
    await this.#store?.flush().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#endTelling();
    this.roster.close();
    this.profiles.close();
    this.ports.close();
    this.#records?.close();
    this.directory.close();
    await this.commands.close();
    await (await this.#opening).close();
  }

  async #begin(): Promise<void> {
    await this.roster.open();
    await this.profiles.open();
    const { profile, log } = this.#options;
    if (!this.profiles.find(profile))
      log(`there is no profile "${profile}"; the generic one holds`);
    const store = await this.#opening;
    this.#store = store;
    if (this.#isClosed) return;
    this.#records = new MeterRecords(
      this.directory,
      store.meters,
      2 * this.#options.identifyTimeout,
      (line) => this.#options.log(line),
    );
  }

  /** That of the list, or the usual one where somebody has set it: only these say how a meter is spoken to. */
  #namedProfileOf(meterId: string): MeterProfile | undefined {
    const listed = this.roster.list.find(meterId)?.profile;
    return this.profiles.find(listed ?? this.#options.profile);
  }

  #tellStatus(meter: Meter, link = meter.link): void {
    this.#tellLife(link, statusMessage(this.#options, meter, link ?? this.ports.noLink));
  }

  #tellLife(link: Link | undefined, publication: Publication): void {
    this.published.life(publication);
    this.ports.tell(publication, link);
  }

  /** Under the old prefix nobody would ever take back that a meter is online. */
  #moveStatuses(oldPrefix: string): void {
    for (const meter of this.directory.meters()) {
      this.#clearStatus(oldPrefix, meter);
      this.#tellStatus(meter);
    }
  }

  #clearStatus(prefix: string, { id, link }: Meter): void {
    const topic = meterTopic(prefix, id, 'status');
    this.#tellLife(link, { topic, payload: '', qos: 1, retain: true });
  }
}
