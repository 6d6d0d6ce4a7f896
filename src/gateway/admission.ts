import { rememberStandard } from '../client';
import type { Directory, Link, Meter } from '../link';
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

/** Under which id a meter that has introduced itself enters the directory. */
export class Admission {
  readonly #directory: Directory;
  readonly #options: () => AdmissionOptions;
  readonly #publish: (link: Link, publication: Publication) => void;

  constructor(
    directory: Directory,
    options: () => AdmissionOptions,
    publish: (link: Link, publication: Publication) => void,
  ) {
    this.#directory = directory;
    this.#options = options;
    this.#publish = publish;
  }

  /** Somebody on this link has said who they are. */
  meet(link: Link, port: MeterPort, { id: address, protocol, standard }: Found): void {
    const here = this.#directory.onLink(link);
    const id = address === ZERO_ADDRESS ? this.#idOfUnconfigured(link, here) : address;
    const isNew = !here.some((meter) => meter.id === id);
    if (isNew && here.length >= MAX_METERS_ON_LINK) return;
    port.identified(link);
    const spoken = protocol ?? port.onlyProtocol;
    const met = this.#directory.identify(link, { id, address, protocol: spoken });
    if (standard) rememberStandard(met.memory, standard);
    if (!isNew) return;
    if (met.protocol === 'dlms') this.#supersede(here);
    if (isAutoId(id)) this.#tellUnconfigured(met, link);
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

  #tellUnconfigured({ id, address }: Meter, link: Link): void {
    const data = { meterId: id, remoteAddress: link.remoteAddress, address };
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
