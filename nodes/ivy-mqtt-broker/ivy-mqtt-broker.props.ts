/** What the dialog stores; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface IvyMqttBrokerProps {
  /** Optional: gives the topic prefix that access rules are made for. */
  gateway: string;
  host: string;
  port: string;
  /** 0: no MQTT over WebSocket. */
  wsPort: string;
  /** `true`: nobody connects without a user. */
  requireAuthentication: string;
  /** An external broker's URL; when it is set, this broker stays off. */
  externalUrl: string;
}

export interface IvyMqttBrokerCredentials {
  /** `user:password,user2:password2` */
  users?: string;
}
