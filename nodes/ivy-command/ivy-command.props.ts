/** What the dialog stores; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface IvyCommandProps {
  gateway: string;
  /** ms to wait for one answer of a meter. */
  timeout: string;
}
