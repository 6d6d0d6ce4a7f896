export { type ActiveAlarm, activeAlarms } from './active-alarms';
export { gatewayPublications, statsPayload, statusPayload } from './gateway-status';
export { type Health, healthOf } from './health';
export { type MeterDetails, type MeterSnapshot, meterDetails, meterPage } from './meter-snapshot';
export { MeterTraces } from './meter-traces';
export { metricsText, type Subject } from './metrics';
export { type StatusRequest, statusRequest } from './status-request';
export { traceLine } from './trace-line';
