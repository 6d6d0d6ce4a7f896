import type { CommandHost, CommandOptions } from '../command';
import type { Judgement, Roster } from '../meters';
import type { Store } from '../store';

type Same =
  | 'directory'
  | 'ready'
  | 'expectDurable'
  | 'dlmsClient'
  | 'keysOf'
  | 'timezoneOf'
  | 'clockOf'
  | 'catalogueOf'
  | 'primary';

/** What a command desk sees of its gateway. */
interface Commanded extends Pick<CommandHost, Same> {
  readonly options: Pick<CommandHost, 'id' | 'topicPrefix' | 'folder' | 'currency'> & {
    readonly commands: CommandOptions;
  };
  readonly roster: Roster;
  readonly store: Store;
  judge(meterId: string): Judgement;
}

/** ms between two looks at a relay that was switched (contract, section 2, "Acts"). */
const LOOK_EVERY = 3_000;

/** A gateway as its command desk sees it: everything as it is at the moment. */
export function commandHost(gateway: Commanded): CommandHost {
  return {
    directory: gateway.directory,
    folder: gateway.options.folder,
    id: gateway.options.id,
    lookEvery: LOOK_EVERY,
    get ready() {
      return gateway.ready;
    },
    get topicPrefix() {
      return gateway.options.topicPrefix;
    },
    get currency() {
      return gateway.options.currency;
    },
    get commandOptions() {
      return gateway.options.commands;
    },
    get executed() {
      return gateway.store.executed;
    },
    get values() {
      return gateway.store.values;
    },
    isTrusted: (meterId) => gateway.judge(meterId).trusted,
    isProtected: (meterId) => gateway.roster.list.find(meterId)?.protected ?? false,
    expectDurable: () => gateway.expectDurable(),
    dlmsClient: (meter) => gateway.dlmsClient(meter),
    keysOf: (meterId) => gateway.keysOf(meterId),
    timezoneOf: (meterId) => gateway.timezoneOf(meterId),
    clockOf: (meterId) => gateway.clockOf(meterId),
    catalogueOf: (meterId) => gateway.catalogueOf(meterId),
    primary: (readings) => gateway.primary(readings),
  };
}
