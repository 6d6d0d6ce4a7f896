/** What the dialog stores; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface IvyTcpListenerProps {
  gateway: string;
  host: string;
  port: string;
  /** `auto`, or the one protocol that meters speak on this port. */
  protocol: string;
  /** Regular expression of the text that modems register with; its group is the id. */
  registration: string;
  /** The `tls-config` node with key and certificate; empty: meters connect in plain. */
  tls: string;
  /** `none`, or `required`: of the CA that the `tls-config` names. */
  clientCertificates: string;
  /** Addresses and networks of balancers, which tell with a PROXY header whom they relay. */
  trustedProxies: string;
  /** ms without a received octet until a link is closed. */
  connectionTimeout: string;
  /** ms between two messages of meters that only push; empty: meters here are asked. */
  pushInterval: string;
  maxConnections: string;
  /** 0: no limit. */
  maxConnectionsPerIp: string;
  /** Whether output 4 carries all traffic of both directions. */
  mirror: boolean;
}
