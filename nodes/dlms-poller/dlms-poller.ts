import type { NodeAPI } from 'node-red';
import { type DlmsRegister, readDlms } from '../../src/polling';
import { registerPoller } from '../shared/poller-node';
import { booleanSetting } from '../shared/settings';
import type { DlmsPollerProps } from './dlms-poller.props';

export = (RED: NodeAPI): void => {
  registerPoller<DlmsPollerProps, DlmsRegister>(RED, {
    type: 'dlms-poller',
    protocol: 'dlms',
    groups: (_props, gateway) => ({
      energy: (meter) => gateway.profileOf(meter.id).groups.energy,
      instantaneous: (meter) => gateway.profileOf(meter.id).groups.instantaneous,
      all: (meter) => gateway.profileOf(meter.id).groups.all,
    }),
    nameOf: ({ obis }) => obis,
    reader: readDlms,
    restsBecause: ({ passiveOnly }, { options }) => {
      if (!options.dlms.enabled) return 'disabled';
      return booleanSetting('DLMS_PASSIVE_ONLY', passiveOnly, false) ? 'passive' : undefined;
    },
  });
};
