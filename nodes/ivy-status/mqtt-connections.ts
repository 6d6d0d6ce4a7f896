/** Nodes whose connection is watched. */
const MAX_SOURCES = 100;

/** What Status nodes tell of MQTT nodes: which of them are connected. */
export class MqttConnections {
  readonly #isConnected = new Map<string, boolean>();

  /** Gives whether the node that this is about is connected now. */
  note(status: unknown): boolean {
    const { fill, source } = fieldsOf(status);
    const isConnected = fill === 'green';
    const { id } = fieldsOf(source);
    const name = typeof id === 'string' ? id : '';
    if (this.#isConnected.has(name) || this.#isConnected.size < MAX_SOURCES) {
      this.#isConnected.set(name, isConnected);
    }
    return isConnected;
  }

  /** As far as is known. */
  get areAll(): boolean {
    return [...this.#isConnected.values()].every(Boolean);
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
