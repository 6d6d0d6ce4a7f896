import { rememberStandard } from '../client';
import type { Directory, Link, Meter } from '../link';
import type { Judgement } from '../meters';
import { Recent } from '../recent/recent';
import { eventMessage, type Publication } from '../telemetry';
import type { Found } from './ask-who-is-there';
import type { MeterPort } from './meter-port';
import { autoId, isAutoId, ZERO_ADDRESS, type ZeroAddressPolicy } from './zero-address';

export interface AdmissionOptions {
  readonly topicPrefix: string;
  readonly zeroAddress: ZeroAddressPolicy;
}

/** More meters than this behind one modem are noise. */
const MAX_METERS_ON_LINK = 64;
/** Who is turned away dials again within seconds; it is told of once in so many ms. */
const TELL_AGAIN = 3_600_000;
const MAX_TURNED_AWAY = 10_000;

/** Under which id a meter that has introduced itself enters the directory. */
export class Admission {
  readonly #directory: Directory;
  readonly #options: () => AdmissionOptions;
  readonly #judge: (id: string) => Judgement;
  readonly #publish: (link: Link, publication: Publication) => void;
  /** When a turned away id was told of. */
  readonly #turnedAway = new Recent<number>(MAX_TURNED_AWAY);

  constructor(
    directory: Directory,
    options: () => AdmissionOptions,
    judge: (id: string) => Judgement,
    publish: (link: Link, publication: Publication) => void,
  ) {
    this.#directory = directory;
    this.#options = options;
    this.#judge = judge;
    this.#publish = publish;
  }

  /** Somebody on this link has said who they are. */
  meet(link: Link, port: MeterPort, { id: address, protocol, standard }: Found): void {
    const here = this.#directory.onLink(link);
    const id = address === ZERO_ADDRESS ? this.#idOfUnconfigured(link, here) : address;
    if (!this.#judge(id).admitted) {
      this.#turnAway(link, id, address);
      return;
    }
    const isNew = !here.some((meter) => meter.id === id);
    if (isNew && here.length >= MAX_METERS_ON_LINK) return;
    port.identified(link);
    const spoken = protocol ?? port.onlyProtocol;
    const met = this.#directory.identify(link, { id, address, protocol: spoken });
    if (standard) rememberStandard(met.memory, standard);
    if (!isNew) return;
    if (met.protocol === 'dlms') this.#supersede(here);
    if (isAutoId(id)) this.#tellUnconfigured(met, link, 'zero-address');
  }

  /** The list or the policy has changed: who may be here no longer leaves at once. */
  judgeAgain(): void {
    for (const meter of [...this.#directory.meters()]) {
      const { link } = meter;
      if (!link || this.#judge(meter.id).admitted) continue;
      this.#directory.leave(meter);
      this.#turnAway(link, meter.id, meter.address);
    }
  }

  /** The link is closed, and whoever was on it has left. */
  linkClosed(link: Link): void {
    for (const meter of this.#directory.linkClosed(link)) this.#forgetUnconfigured(meter);
  }

  /** A link has one DLMS meter: where it introduces itself anew, it has been given another address. */
  #supersede(meters: readonly Meter[]): void {
    for (const meter of meters) {
      if (meter.protocol !== 'dlms') continue;
      this.#directory.leave(meter);
      this.#forgetUnconfigured(meter);
    }
  }

  /** A modem whose other meters may be here keeps its link. */
  #turnAway(link: Link, id: string, address: string): void {
    const now = performance.now();
    const toldAt = this.#turnedAway.get(id);
    if (toldAt === undefined || now - toldAt >= TELL_AGAIN) {
      this.#turnedAway.set(id, now);
      this.#tellUnconfigured({ id, address }, link, 'not-listed');
    }
    if (this.#directory.onLink(link).length === 0) link.close('rejected');
  }

  #tellUnconfigured(
    { id, address }: Pick<Meter, 'id' | 'address'>,
    link: Link,
    reason: 'zero-address' | 'not-listed',
  ): void {
    const data = { meterId: id, remoteAddress: link.remoteAddress, address, reason };
    const { topicPrefix } = this.#options();
    this.#publish(link, eventMessage(topicPrefix, id, 'unconfigured_meter', 'warning', data));
  }

  /** The next meter that gets this made-up id is another one: nothing that was learned holds for it. */
  #forgetUnconfigured(meter: Meter): void {
    if (isAutoId(meter.id)) this.#directory.forget(meter);
  }

  #idOfUnconfigured(link: Link, here: readonly Meter[]): string {
    const already = here.find(({ address }) => address === ZERO_ADDRESS);
    if (already) return already.id;
    const holder = this.#directory.find(ZERO_ADDRESS)?.link;
    if (this.#options().zeroAddress === 'accept' && !holder) return ZERO_ADDRESS;
    return autoId(link, (id) => this.#directory.find(id)?.link !== undefined);
  }
}
