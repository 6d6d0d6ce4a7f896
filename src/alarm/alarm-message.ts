import { eventMessage, type Publication } from '../telemetry';
import type { Evaluation } from './evaluation';

/** What subscribers are told of an alarm that was raised or cleared (contract, section 2). */
export function alarmMessage(prefix: string, evaluation: Evaluation): Publication {
  const { rule, meterId, change, severity, register, value, limit, unit, since, lastSeen } =
    evaluation;
  const data = {
    ...(register && { register }),
    value,
    ...(limit !== undefined && { threshold: limit }),
    ...(unit && { unit }),
    ...(since !== undefined && { since }),
    ...(lastSeen !== undefined && { lastSeen }),
  };
  return change === 'cleared'
    ? eventMessage(prefix, meterId, `alarm_cleared:${rule}`, 'info', data)
    : eventMessage(prefix, meterId, `alarm:${rule}`, severity, data);
}
