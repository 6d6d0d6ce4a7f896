/** What the dialog stores; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface IvyGatewayProps {
  /** `{gw}` in topics, and the store's folder. */
  gatewayId: string;
  topicPrefix: string;
  /** ms until a link that has not said who it is gets closed. */
  identifyTimeout: string;
  /** What becomes of meters that still have the factory address 000000000000. */
  zeroAddress: string;
  /** What becomes of meters that are not in the list: `auto`, `list` or `reject`. */
  meterPolicy: string;
  /** IANA name of the zone that the meters' clocks run on, where they do not say it themselves. */
  timezone: string;
  /** The profile of meters for which the list names none, and which do not show what they are. */
  profile: string;
  /** s that a meter's clock may be off before that is an event; 0: any time. */
  clockLimit: string;
  /** Unit of money registers. */
  currency: string;
  /** Where what changes a meter may be ordered: `off`, `write-topic` or `both`. */
  writeControl: string;
  /** Where what switches may be ordered: `off`, `relay-topic` or `both`. */
  relayControl: string;
  /** Acts of all meters together. */
  actsPerMinute: string;
  actsPerHour: string;
  /** ms between two acts of one meter. */
  coolDown: string;
  /** A; with more than that flowing no relay is closed. 0: it is not looked at. */
  maxCloseCurrent: string;
  /** Whether what changes a meter has to say until when. */
  requireExpiry: string;
  /** Classes and functions that are otherwise refused: `class 18, function 19H`. */
  exceptions: string;
  /** Eight digits, as DL/T 645 meters record who wrote. */
  operatorCode: string;
  /** `false`: DLMS meters are listened to, never asked, not even who they are. */
  dlmsEnabled: string;
  /** wPort of the client in the textbook form; 16 is the public client. */
  dlmsClientAddress: string;
  /** wPort of the meter's logical device; 1 is the management device. */
  dlmsServerAddress: string;
  /** wPort of both ends in the form that the EM114070 was seen to answer. */
  dlmsIvyDestination: string;
}

export interface IvyGatewayCredentials {
  /** Wraps the keys in the meter list. */
  secret?: string;
  /** What commands that change a meter are signed with. */
  commandSecret?: string;
  /** Level and password of DL/T 645 meters, `LLPPPPPP`. */
  meterPassword?: string;
}
