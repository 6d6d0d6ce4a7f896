import type { NodeAPI } from 'node-red';
import { DLT645_GROUPS, readDlt645 } from '../../src/polling';
import { dataIdOfDi } from '../../src/telemetry';
import { registerPoller } from '../shared/poller-node';
import type { Dlt645PollerProps } from './dlt645-poller.props';

export = (RED: NodeAPI): void => {
  registerPoller<Dlt645PollerProps, number>(RED, {
    type: 'dlt645-poller',
    protocol: 'dlt645',
    groups: DLT645_GROUPS,
    nameOf: dataIdOfDi,
    reader: (_gateway, options) => readDlt645(options),
  });
};
