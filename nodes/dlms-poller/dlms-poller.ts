import type { NodeAPI } from 'node-red';
import type { Gateway } from '../../src/gateway';
import { type DlmsRegister, ProfilePoller, readDlms } from '../../src/polling';
import { attributeList } from '../../src/telemetry';
import {
  type ProfileReads,
  type ProfileSetting,
  type RegisterGroups,
  registerPoller,
} from '../shared/poller-node';
import { booleanSetting, SettingError } from '../shared/settings';
import type { DlmsPollerProps } from './dlms-poller.props';
import { profileOptions } from './profile-options';

export = (RED: NodeAPI): void => {
  registerPoller<DlmsPollerProps, DlmsRegister>(RED, {
    type: 'dlms-poller',
    protocol: 'dlms',
    groups,
    nameOf: ({ obis }) => obis,
    reader: readDlms,
    readProfiles,
    restsBecause: ({ passiveOnly }, { options }) => {
      if (!options.dlms.enabled) return 'disabled';
      return booleanSetting('DLMS_PASSIVE_ONLY', passiveOnly, false) ? 'passive' : undefined;
    },
  });
};

/** The groups of each meter's profile, and the list in the dialog. */
function groups({ registers }: DlmsPollerProps, gateway: Gateway): RegisterGroups<DlmsRegister> {
  const custom = listOf(registers);
  return {
    energy: ({ id }) => gateway.profileOf(id).groups.energy,
    instantaneous: ({ id }) => gateway.profileOf(id).groups.instantaneous,
    all: ({ id }) => gateway.profileOf(id).groups.all,
    ...(custom.length > 0 && { custom: () => custom }),
  };
}

/** @throws SettingError that names the line which is no object. */
function listOf(registers: unknown): readonly DlmsRegister[] {
  const list: readonly unknown[] = Array.isArray(registers) ? registers : [];
  return list.flatMap((text, index) => {
    try {
      return attributeList(String(text)).map(({ classId, obis }) => ({ classId, obis }));
    } catch (error) {
      throw new SettingError(`registers, line ${index + 1}: ${(error as Error).message}`);
    }
  });
}

/** A deploy ends what is under way; it goes on where the store says that it has come to. */
function readProfiles(setting: ProfileSetting<DlmsPollerProps>): ProfileReads {
  const { node, gateway, report } = setting;
  const poller = new ProfilePoller(gateway.directory, gateway, profileOptions(setting), report);
  node.on('close', () => poller.close());
  return {
    kinds: ['loadProfile', 'billing'],
    trigger: (meters, kind) => poller.trigger(meters, kind),
  };
}
