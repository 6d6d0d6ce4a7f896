/** The ports of the turnkey gateway. */
export interface Ports {
  readonly editor: number;
  readonly meters: number;
  readonly mqtt: number;
  /** 0: none. */
  readonly webSocket: number;
}

/**
 * The ports that the environment asks for; unset and empty mean the default.
 * @throws Error that names the variable where its value is no port.
 */
export function portsIn(variables: NodeJS.ProcessEnv): Ports {
  const port = (name: string, fallback: number, min = 1): number => {
    const text = variables[name]?.trim() || String(fallback);
    const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= 65_535) return value;
    throw new Error(`${name}: "${text}" is not a whole number from ${min} to 65535`);
  };
  return {
    editor: port('HTTP_PORT', 1880),
    meters: port('TCP_PORT', 8899),
    mqtt: port('MQTT_PORT', 1883),
    webSocket: port('MQTT_WS_PORT', 9001, 0),
  };
}

const ALL_ADDRESSES = new Set(['', '0.0.0.0', '::', 'localhost']);

/** Where this machine reaches what is bound to `host`: loopback where that is every address. */
export function reachable(host: string | undefined): string {
  const given = host?.trim() ?? '';
  return ALL_ADDRESSES.has(given) ? '127.0.0.1' : given;
}
