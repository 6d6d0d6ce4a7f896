export { type ActiveAlarm, activeAlarms } from './active-alarms';
export { gatewayPublications, statsPayload, statusPayload } from './gateway-status';
export { type MeterDetails, type MeterSnapshot, meterDetails, meterPage } from './meter-snapshot';
export { type StatusRequest, statusRequest } from './status-request';
