export {
  HEARTBEAT_HEAD,
  HEARTBEAT_ID_END,
  HEARTBEAT_LENGTH,
  type Heartbeat,
  isHeartbeatDigit,
  parseHeartbeat,
} from './heartbeat';
