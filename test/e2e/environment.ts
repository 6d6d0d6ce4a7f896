import { gatewayFolder, RunningGateway } from './running-gateway';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that the Gateway example takes its settings from. */
export const VARIABLES: readonly string[] = [
  ...[
    'TCP_HOST',
    'TCP_PORT',
    'TCP_CONNECTION_TIMEOUT',
    'MAX_CONNECTIONS',
    'MAX_CONNECTIONS_PER_IP',
  ],
  ...['MQTT_HOST', 'MQTT_PORT', 'MQTT_WS_PORT', 'MQTT_AUTH_ENABLED', 'MQTT_USERS'],
  ...['MQTT_BROKER_URL', 'MQTT_USERNAME', 'MQTT_PASSWORD', 'MQTT_TOPIC_PREFIX'],
  ...['POLLING_ENABLED', 'POLLING_INTERVAL', 'POLLING_REGISTER_GROUP'],
  ...['POLLING_TIMEOUT', 'POLLING_RETRIES'],
  ...['DLMS_ENABLED', 'DLMS_PASSIVE_ONLY'],
  ...['DLMS_CLIENT_ADDRESS', 'DLMS_SERVER_ADDRESS', 'DLMS_IVY_DESTINATION'],
  ...['HEARTBEAT_ACK_ENABLED', 'HEARTBEAT_ACK_PAYLOAD', 'HEARTBEAT_ZERO_ADDRESS_ACTION'],
  ...['GATEWAY_ID', 'IDENTIFY_TIMEOUT', 'METER_POLICY', 'METER_TIMEZONE', 'CURRENCY'],
  'AES_ENCRYPTION_KEY',
  ...['WRITE_CONTROL', 'RELAY_CONTROL', 'METER_PASSWORD', 'METER_OPERATOR_CODE'],
];

/** What the tab makes of them. */
export const COMPOSED: readonly string[] = [
  ...['MQTT_URL', 'ALARM_REQUESTS'],
  ...['COMMAND_REQUESTS', 'COMMAND_WRITES', 'COMMAND_RELAYS', 'RELAY_LOCK'],
  ...['GATEWAY_STATUS', 'REFERENCE_STATUS', 'GATEWAY_OFFLINE'],
];

let folder: Promise<string> | undefined;

/** The user folder with the Gateway example in it, the same for all tests. */
export function gatewayFolderOnce(): Promise<string> {
  folder ??= gatewayFolder('5.0');
  return folder;
}

/** In a `describe`: the Gateway example, or what is in `folder`, on Node-RED 5.0, booted once for all its tests. */
export function booted(
  env: Environment | (() => Environment),
  folder = gatewayFolderOnce,
): () => RunningGateway {
  let gateway: RunningGateway | undefined;
  before(async () => {
    const given = typeof env === 'function' ? env() : env;
    gateway = await RunningGateway.boot({
      nodeRed: '5.0',
      folder: await folder(),
      env: given,
    });
  });
  after(() => gateway?.kill());
  return () => {
    if (gateway === undefined) throw new Error('Node-RED did not boot');
    return gateway;
  };
}
