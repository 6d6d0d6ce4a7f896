import { parseObis } from '../../src/dlms';
import {
  lookEvery,
  type ProfilePollerOptions,
  type ProfileSettings,
  profileTasks,
} from '../../src/polling';
import type { ProfileSetting } from '../shared/poller-node';
import { numberSetting, SettingError, textSetting } from '../shared/settings';
import type { DlmsPollerProps } from './dlms-poller.props';

/** A week, in minutes. */
const LONGEST = 10_080;

/**
 * Which profiles are read, and how often.
 * @throws SettingError that names the setting that cannot be read.
 */
export function profileOptions({
  props,
  gateway,
  timeout,
  isResting,
}: ProfileSetting<DlmsPollerProps>): ProfilePollerOptions {
  const settings: ProfileSettings = {
    loadProfile: profileSetting('loadProfile', props.loadProfile),
    every: numberSetting('loadEvery', props.loadEvery, undefined, { min: 1, max: LONGEST }),
    days: numberSetting('loadDays', props.loadDays, 1, { min: 1, max: 400 }),
    billing: profileSetting('billing', props.billing),
  };
  return {
    timeout,
    interval: isResting ? undefined : lookEvery(settings),
    tasksOf: ({ id }) => profileTasks(settings, gateway.profileOf(id)),
  };
}

/** `off`, `profile`, or an OBIS code. */
function profileSetting(name: string, value: string): string {
  const text = textSetting(value, 'off');
  if (text === 'off' || text === 'profile') return text;
  try {
    return parseObis(text);
  } catch {
    throw new SettingError(`${name}: "${text}" is neither off, nor profile, nor an OBIS code`);
  }
}
