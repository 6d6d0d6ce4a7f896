import type { NodeAPI } from 'node-red';
import { DLT645_GROUPS, dataIdOf, readDlt645 } from '../../src/polling';
import { registerPoller } from '../shared/poller-node';
import { SettingError } from '../shared/settings';
import type { Dlt645PollerProps } from './dlt645-poller.props';

export = (RED: NodeAPI): void => {
  registerPoller<Dlt645PollerProps, string>(RED, {
    type: 'dlt645-poller',
    protocol: 'dlt645',
    groups: ({ registers }) => {
      const custom = listOf(registers);
      const lists = custom.length > 0 ? { ...DLT645_GROUPS, custom } : DLT645_GROUPS;
      return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, () => list]));
    },
    nameOf: dataIdOf,
    reader: (_gateway, options) => readDlt645(options),
  });
};

/** The identifiers of a custom list, in upper case. */
function listOf(registers: readonly string[] = []): readonly string[] {
  const given = registers.map((di) => di.trim()).filter((di) => di !== '');
  const stray = given.find((di) => !/^(?:[0-9A-F]{4}){1,2}$/i.test(di));
  if (stray !== undefined) {
    throw new SettingError(`registers: "${stray}" is no data identifier of 8 or 4 hex digits`);
  }
  return given.map((di) => di.toUpperCase());
}
