/** What the dialog stores; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface IvyStatusProps {
  gateway: string;
  /** ms between two publications of status and statistics; 0: only when they are asked for. */
  interval: string;
  /** Whether anybody may ask over HTTP whether the gateway is ready. */
  probes: string;
}

export interface IvyStatusCredentials {
  /** Who has it may read metrics over HTTP; empty: nobody. */
  metricsToken?: string;
}
