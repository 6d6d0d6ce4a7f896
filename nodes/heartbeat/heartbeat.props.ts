/** What the dialog stores; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface HeartbeatProps {
  /** Whether output 2 gives acknowledgements: `true` or `false`. */
  ack: string;
  /** The acknowledgement as hex; empty: none, because no meter is known to need one. */
  ackPayload: string;
}
