import type { DlmsClient } from '../client';
import { parseFrame } from '../dlt645';
import type { StreamItem } from '../framing';
import type { Directory, Link, Meter } from '../link';
import type { Admission } from './admission';
import { askWhoIsThere } from './ask-who-is-there';
import { introductionIn } from './introduction';
import type { MeterPort } from './meter-port';
import { QuietTimer } from './quiet-timer';

export interface ReceptionOptions {
  /** ms until a link that has not said who it is gets closed. */
  readonly identifyTimeout: number;
  readonly dlms: { readonly enabled: boolean };
}

/** A meter that says nothing for so long is asked who it is. */
const QUIET = 2_000;

/** Finds out who is on a link: from what comes, or by asking. A link that stays unknown is closed. */
export class Reception {
  readonly #directory: Directory;
  readonly #admission: Admission;
  readonly #options: () => ReceptionOptions;
  readonly #dlmsClient: (link: Link) => DlmsClient;

  constructor(
    directory: Directory,
    admission: Admission,
    options: () => ReceptionOptions,
    dlmsClient: (link: Link) => DlmsClient,
  ) {
    this.#directory = directory;
    this.#admission = admission;
    this.#options = options;
    this.#dlmsClient = dlmsClient;
  }

  /** A meter has dialled in. */
  greet(link: Link, port: MeterPort): void {
    const deadline = setTimeout(() => {
      if (this.#isUnidentified(link)) link.close('unidentified');
    }, this.#options().identifyTimeout).unref();
    const quiet = new QuietTimer(
      QUIET,
      () => this.#ask(link, port),
      () => this.#isUnidentified(link),
    );
    link.on('received', (item) => {
      this.#identify(link, port, item);
      quiet.restart();
    });
    link.on('unsolicited', (item) => {
      port.tellUnsolicited(item, link, this.#senderOf(link, item));
    });
    link.on('closed', () => {
      clearTimeout(deadline);
      quiet.close();
    });
  }

  #isUnidentified(link: Link): boolean {
    return !link.isClosed && this.#directory.onLink(link).length === 0;
  }

  async #ask(link: Link, port: MeterPort): Promise<void> {
    const dlms = this.#options().dlms.enabled ? this.#dlmsClient(link) : undefined;
    const found = await askWhoIsThere(link, port.options.protocol, dlms);
    if (found && this.#isUnidentified(link)) this.#admission.meet(link, port, found);
  }

  #identify(link: Link, port: MeterPort, item: StreamItem): void {
    const here = this.#directory.onLink(link);
    const isKnown = (known: string): boolean => here.some(({ address }) => address === known);
    const introduction = introductionIn(item, isKnown);
    if (introduction) {
      this.#admission.meet(link, port, introduction);
    } else if (item.kind !== 'dlt645') {
      this.#directory.heard(link, ({ protocol }) => protocol === 'dlms');
    }
  }

  #senderOf(link: Link, item: StreamItem): Meter | undefined {
    const here = this.#directory.onLink(link);
    if (item.kind !== 'dlt645') return here.find(({ protocol }) => protocol === 'dlms') ?? here[0];
    const { address } = parseFrame(item.octets);
    return (
      here.find((meter) => meter.address === address) ?? (here.length === 1 ? here[0] : undefined)
    );
  }
}
