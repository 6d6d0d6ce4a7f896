import { rememberedForm, rememberStandard } from '../client';
import type { Directory, Link, Meter } from '../link';
import type { Judgement, MeterList } from '../meters';
import { Recent } from '../recent/recent';
import { eventMessage, type Publication } from '../telemetry';
import type { Found } from './ask-who-is-there';
import type { MeterPort } from './meter-port';
import { isOwnAddress } from './own-address';
import { autoId, isAutoId, ZERO_ADDRESS, type ZeroAddressPolicy } from './zero-address';

/** What admission needs of its gateway. */
export interface AdmissionOffice {
  readonly directory: Directory;
  options(): { readonly topicPrefix: string; readonly zeroAddress: ZeroAddressPolicy };
  list(): MeterList;
  judge(id: string): Judgement;
  publish(link: Link, publication: Publication): void;
}

/** More meters than this behind one modem are noise. */
const MAX_METERS_ON_LINK = 64;
/** Who is turned away dials again within seconds; it is told of once in so many ms. */
const TELL_AGAIN = 3_600_000;
const MAX_TURNED_AWAY = 10_000;

/** Under which id whoever has introduced themselves enters the directory. */
export class Admission {
  readonly #office: AdmissionOffice;
  /** What heartbeats and texts say: it may be the id of a meter, or of a modem of several. */
  readonly #registered = new Map<Link, { readonly id: string; readonly port: MeterPort }>();
  /** When a turned away id was told of. */
  readonly #turnedAway = new Recent<number>(MAX_TURNED_AWAY);

  constructor(office: AdmissionOffice) {
    this.#office = office;
  }

  /** A text on this link gives one of these ids, the likeliest first: it is the one that is listed. */
  register(link: Link, port: MeterPort, ids: readonly string[]): void {
    const id = ids.find((candidate) => this.#isListed(candidate)) ?? ids[0];
    // The meter at a modem that is not listed may be, under the id that it has itself.
    const isWelcome = id !== undefined && (this.#isListed(id) || this.#office.judge(id).admitted);
    if (isWelcome) this.meet(link, port, { id, address: undefined });
  }

  /** Somebody on this link has said who they are: a meter, or the modem of several. */
  meet(link: Link, port: MeterPort, found: Found): void {
    const list = this.#office.list();
    const { id } = found;
    const isNews = this.#registered.get(link)?.id !== id;
    if (isNews && found.protocol === undefined) this.#registered.set(link, { id, port });
    const isModem = list.behind(id).length > 0;
    if (isModem && isNews) this.#expectBehind(link, port, id);
    if (!isModem || list.find(id) !== undefined) this.#admit(link, port, found);
  }

  /** Whether all that is known of the link is a name by which its meter cannot be spoken to. */
  lacksAddress(link: Link): boolean {
    return this.#withoutAddress(link) !== undefined;
  }

  /** The list or the policy has changed: who may be here no longer leaves at once, who must be here comes. */
  judgeAgain(): void {
    const { directory } = this.#office;
    const list = this.#office.list();
    for (const meter of [...directory.meters()]) {
      const { link } = meter;
      if (!link || this.#office.judge(meter.id).admitted) continue;
      directory.leave(meter);
      this.#turnAway(link, meter.id, meter.address);
    }
    for (const [link, { id, port }] of [...this.#registered]) {
      if (list.behind(id).length === 0) continue;
      const modem = this.#withoutAddress(link);
      this.#expectBehind(link, port, id);
      if (modem && list.find(id) === undefined) this.#dismiss(modem);
    }
  }

  /** The link is closed, and whoever was on it has left. */
  linkClosed(link: Link): void {
    const { directory } = this.#office;
    this.#registered.delete(link);
    for (const meter of directory.onLink(link)) {
      if (isAutoId(meter.id)) this.#dismiss(meter);
    }
    directory.linkClosed(link);
  }

  #isListed(id: string): boolean {
    const list = this.#office.list();
    return list.find(id) !== undefined || list.behind(id).length > 0;
  }

  /** Meters that share a modem are on its link from the start; whether they live, their own frames say. */
  #expectBehind(link: Link, port: MeterPort, modem: string): void {
    const { directory } = this.#office;
    port.identified(link);
    for (const { id } of this.#office.list().behind(modem).slice(0, MAX_METERS_ON_LINK)) {
      if (link.isClosed) return;
      const protocol = port.onlyProtocol ?? (isOwnAddress(id) ? 'dlt645' : undefined);
      directory.expect(link, { id, protocol });
    }
  }

  #admit(link: Link, port: MeterPort, found: Found): void {
    const { directory } = this.#office;
    const here = directory.onLink(link);
    const named = found.protocol === 'dlt645' ? this.#withoutAddress(link) : undefined;
    const isNamed = named !== undefined && !this.#isListed(found.id);
    const id = isNamed ? named.id : this.#idOf(found.id, link, here);
    const address = 'address' in found ? found.address : found.id;
    if (!this.#office.judge(id).admitted) {
      this.#turnAway(link, id, found.id);
      return;
    }
    const isNew = !here.some((meter) => meter.id === id);
    if (isNew && here.length >= MAX_METERS_ON_LINK) return;
    port.identified(link);
    const { protocol = port.onlyProtocol, standard } = found;
    const met = directory.identify(link, { id, address, protocol });
    if (!met) return;
    if (standard) rememberStandard(met.memory, standard);
    if (!isNew) return;
    if (named) this.#dismiss(named);
    if (met.protocol === 'dlms') this.#supersede(here);
    if (isAutoId(id)) this.#tellUnconfigured(met, link, 'zero-address');
  }

  /** The meter that a text has named, until it says by what address it is spoken to, or answers by DLMS. */
  #withoutAddress(link: Link): Meter | undefined {
    const name = this.#registered.get(link)?.id ?? '';
    const named = this.#office.directory.find(name);
    if (!named || named.link !== link || isOwnAddress(named.address)) return undefined;
    return rememberedForm(named.memory) === undefined ? named : undefined;
  }

  /** A link has one DLMS meter: where it introduces itself anew, it has been given another address. */
  #supersede(meters: readonly Meter[]): void {
    for (const meter of meters) {
      if (meter.protocol === 'dlms') this.#dismiss(meter);
    }
  }

  /** The next meter that gets a made-up id is another one: nothing that was learned holds for it. */
  #dismiss(meter: Meter): void {
    this.#office.directory.leave(meter);
    if (isAutoId(meter.id)) this.#office.directory.forget(meter);
  }

  /** A modem whose other meters may be here keeps its link. */
  #turnAway(link: Link, id: string, address: string): void {
    const now = performance.now();
    const toldAt = this.#turnedAway.get(id);
    if (toldAt === undefined || now - toldAt >= TELL_AGAIN) {
      this.#turnedAway.set(id, now);
      this.#tellUnconfigured({ id, address }, link, 'not-listed');
    }
    if (this.#office.directory.onLink(link).length === 0) link.close('rejected');
  }

  #tellUnconfigured(
    { id, address }: Pick<Meter, 'id' | 'address'>,
    link: Link,
    reason: 'zero-address' | 'not-listed',
  ): void {
    const data = { meterId: id, remoteAddress: link.remoteAddress, address, reason };
    const { topicPrefix } = this.#office.options();
    const event = eventMessage(topicPrefix, id, 'unconfigured_meter', 'warning', data);
    this.#office.publish(link, event);
  }

  /** The id of a meter that calls itself so. */
  #idOf(address: string, link: Link, here: readonly Meter[]): string {
    const already = here.find((meter) => meter.address === address);
    if (already) return already.id;
    if (address !== ZERO_ADDRESS) return address;
    const { directory } = this.#office;
    const holder = directory.find(ZERO_ADDRESS)?.link;
    if (this.#office.options().zeroAddress === 'accept' && !holder) return ZERO_ADDRESS;
    return autoId(link, (id) => directory.find(id)?.link !== undefined);
  }
}
