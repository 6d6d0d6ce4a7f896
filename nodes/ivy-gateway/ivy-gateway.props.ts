/** What the dialog stores; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface IvyGatewayProps {
  /** `{gw}` in topics, and the store's folder. */
  gatewayId: string;
  topicPrefix: string;
  /** ms until a link that has not said who it is gets closed. */
  identifyTimeout: string;
  /** What becomes of meters that still have the factory address 000000000000. */
  zeroAddress: string;
  /** IANA name of the zone that the meters' clocks run on, where they do not say it themselves. */
  timezone: string;
  /** Unit of money registers. */
  currency: string;
}
