import type { DlmsClient } from '../client';
import { parseFrame } from '../dlt645';
import type { StreamItem } from '../framing';
import type { Directory, Link, Meter } from '../link';
import type { Admission } from './admission';
import { askAddress, askWhoIsThere, type Found } from './ask-who-is-there';
import { introductionIn } from './introduction';
import type { MeterPort } from './meter-port';
import { OpeningText } from './opening-text';
import { PushIntroductions } from './push-introduction';
import { QuietTimer } from './quiet-timer';
import { registeredIds } from './registration';

/** What reception needs of its gateway. */
export interface ReceptionDesk {
  readonly directory: Directory;
  readonly admission: Admission;
  options(): {
    /** ms until a link that has not said who it is gets closed. */
    readonly identifyTimeout: number;
    readonly dlms: { readonly enabled: boolean };
  };
  dlmsClient(link: Link): DlmsClient;
  /** The meter that has this system title, lower-case hex. */
  idOfTitle(systemTitle: string): string | undefined;
}

/** In a meter's memory: it sends the EM114070's registration packet, or its modem does. */
export const HEARTBEAT_HEARD = 'heartbeat';
/** A meter that says nothing for so long is asked who it is. */
const QUIET = 2_000;
/** A text without a line end is over when nothing follows for so long. */
const TEXT_QUIET = 500;

/** Finds out who is on a link: from what comes, or by asking. A link that stays unknown is closed. */
export class Reception {
  readonly #desk: ReceptionDesk;
  readonly #pushes: PushIntroductions;

  constructor(desk: ReceptionDesk) {
    this.#desk = desk;
    this.#pushes = new PushIntroductions((title) => desk.idOfTitle(title));
  }

  /** A meter has dialled in. */
  greet(link: Link, port: MeterPort): void {
    this.#hearText(link, port);
    this.#hearFrames(link, port);
    const quiet = new QuietTimer(
      QUIET,
      () => this.#askStranger(link, port),
      () => this.#isToBeAsked(link, port),
    );
    const deadline = setTimeout(() => {
      quiet.close();
      if (this.#isUnidentified(link)) link.close('unidentified');
    }, this.#desk.options().identifyTimeout).unref();
    link.on('received', () => quiet.restart());
    link.on('closed', () => {
      clearTimeout(deadline);
      quiet.close();
    });
  }

  /** Asks who is on a link, also where that is known: there may be another meter at the modem by now. */
  async ask(link: Link, port: MeterPort): Promise<Meter | undefined> {
    const found = await this.#whoIsThere(link, port, () => !link.isClosed);
    if (!found || link.isClosed) return undefined;
    const known = found.protocol === 'dlms' ? this.#onlyDlmsMeter(link) : undefined;
    // The name of its logical device is not what a meter is known by that sends heartbeats.
    if (known) return known;
    this.#desk.admission.meet(link, port, found);
    return onlyOne(withAddress(this.#desk.directory.onLink(link), found.id));
  }

  /** The first octets may be the text by which a modem registers. */
  #hearText(link: Link, port: MeterPort): void {
    const opening = new OpeningText();
    const end = (): void => {
      clearTimeout(silence);
      link.off('traffic', hear);
      if (!this.#isUnidentified(link)) return;
      const ids = registeredIds(opening.text, port.options.registration);
      this.#desk.admission.register(link, port, ids);
    };
    const hear = (direction: 'in' | 'out', octets: Uint8Array): void => {
      if (direction === 'out') return;
      opening.push(octets);
      if (opening.isComplete) end();
      else silence.refresh();
    };
    const silence = setTimeout(() => opening.text !== '' && end(), TEXT_QUIET).unref();
    link.on('traffic', hear);
    link.on('closed', () => clearTimeout(silence));
  }

  #hearFrames(link: Link, port: MeterPort): void {
    link.on('received', (item) => this.#identify(link, port, item));
    link.on('unsolicited', (item) => {
      port.tellUnsolicited(item, link, this.#senderOf(link, item));
    });
  }

  #isUnidentified(link: Link): boolean {
    return !link.isClosed && this.#desk.directory.onLink(link).length === 0;
  }

  #isToBeAsked(link: Link, { onlyProtocol }: MeterPort): boolean {
    if (link.pushInterval !== undefined) return false;
    if (this.#isUnidentified(link)) return true;
    return onlyProtocol !== 'dlms' && this.#desk.admission.lacksAddress(link);
  }

  async #askStranger(link: Link, port: MeterPort): Promise<void> {
    const isWanted = (): boolean => this.#isToBeAsked(link, port);
    const found = this.#isUnidentified(link)
      ? await this.#whoIsThere(link, port, isWanted)
      : await askAddress(link, isWanted);
    if (found && isWanted()) this.#desk.admission.meet(link, port, found);
  }

  #whoIsThere(link: Link, port: MeterPort, isWanted: () => boolean): Promise<Found | undefined> {
    const dlms = this.#desk.options().dlms.enabled ? this.#desk.dlmsClient(link) : undefined;
    return askWhoIsThere(link, port.options.protocol, dlms, isWanted);
  }

  #identify(link: Link, port: MeterPort, item: StreamItem): void {
    const here = this.#desk.directory.onLink(link);
    const isKnown = (known: string): boolean => here.some(({ address }) => address === known);
    const introduction =
      introductionIn(item, isKnown) ??
      (here.length === 0 ? this.#pushes.in(item, link) : undefined);
    if (introduction) {
      this.#desk.admission.meet(link, port, introduction);
      if (item.kind === 'heartbeat') this.#noteHeartbeat(introduction.id);
    } else if (item.kind !== 'dlt645') {
      const meter = this.#onlyDlmsMeter(link);
      this.#desk.directory.heard(link, (candidate) => candidate === meter);
    }
  }

  /** Until the meter has answered, that is all there is to tell its kind by. */
  #noteHeartbeat(id: string): void {
    const memory = this.#desk.directory.find(id)?.memory;
    if (memory && !memory.has(HEARTBEAT_HEARD)) memory.set(HEARTBEAT_HEARD, true);
  }

  #onlyDlmsMeter(link: Link): Meter | undefined {
    const here = this.#desk.directory.onLink(link);
    return onlyOne(here.filter(({ protocol }) => protocol === 'dlms'));
  }

  #senderOf(link: Link, item: StreamItem): Meter | undefined {
    const here = this.#desk.directory.onLink(link);
    if (item.kind === 'unknown') return onlyOne(here);
    const senders =
      item.kind === 'dlt645'
        ? withAddress(here, parseFrame(item.octets).address)
        : here.filter(({ protocol }) => protocol === 'dlms');
    return onlyOne(senders.length === 0 ? here : senders);
  }
}

function withAddress(meters: readonly Meter[], wanted: string): readonly Meter[] {
  return meters.filter(({ address }) => address === wanted);
}

function onlyOne<Thing>(things: readonly Thing[]): Thing | undefined {
  return things.length === 1 ? things[0] : undefined;
}
