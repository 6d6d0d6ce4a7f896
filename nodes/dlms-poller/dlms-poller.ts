import type { NodeAPI } from 'node-red';
import { DLMS_GROUPS, type DlmsRegister, readDlms } from '../../src/polling';
import { registerPoller } from '../shared/poller-node';
import { booleanSetting } from '../shared/settings';
import type { DlmsPollerProps } from './dlms-poller.props';

export = (RED: NodeAPI): void => {
  registerPoller<DlmsPollerProps, DlmsRegister>(RED, {
    type: 'dlms-poller',
    protocol: 'dlms',
    groups: () => DLMS_GROUPS,
    nameOf: ({ obis }) => obis,
    reader: (gateway, options) => readDlms((meter) => gateway.dlmsClient(meter), options),
    restsBecause: ({ passiveOnly }, { options }) => {
      if (!options.dlms.enabled) return 'disabled';
      return booleanSetting('DLMS_PASSIVE_ONLY', passiveOnly, false) ? 'passive' : undefined;
    },
  });
};
