import { EventEmitter } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Gate } from '../gate/gate';
import { rateLimitedLog } from '../net/rate-limited-log';
import { RetryingListener } from '../net/retrying-listener';
import { type Access, accessRules } from './access';
import type { BrokerEvent, Publication } from './events';
import { logLine } from './log-line';
import { type BrokerOptions, DEFAULT_LIMITS, type Limits } from './options';
import type { Transport } from './peer';
import { MqttService } from './service';
import { webSocketServer } from './web-socket';

/** Milliseconds between two log lines of one kind. */
const LOG_INTERVAL = 60_000;
/** Milliseconds in which clients may part: those of Node-RED close with us, and have a last message to leave. */
const PARTING = 250;
/** Milliseconds that clients' last wills may take when the broker closes. */
const FAREWELL = 500;

export interface BrokerEvents {
  event: [BrokerEvent];
  publish: [Publication];
}

/** Where it listens. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly webSocketPort: number | undefined;
}

export interface BrokerState {
  /** The port of each transport that is listening now. */
  readonly ports: { readonly [transport in Transport]?: number };
  /** Clients whose CONNECT was accepted. */
  readonly clients: number;
  readonly closed: boolean;
}

/**
 * An MQTT 3.1.1 broker with memory for nothing but its own life. It listens from construction on;
 * who connects before it is ready is served when it is. A port that is taken is tried again until it
 * is free. Nothing that clients do becomes an exception or an unheard error. Who listens to it may go:
 * while the broker is held it serves its clients, and its events wait for who comes next.
 */
export class Broker extends EventEmitter<BrokerEvents> {
  readonly #place: Place;
  readonly #limits: Limits;
  #log: (kind: string, line: string) => void;
  readonly #gate = new Gate();
  readonly #service: MqttService;
  readonly #ready: Promise<void>;
  readonly #sockets = new Set<Socket>();
  readonly #listeners: { readonly [transport in Transport]?: RetryingListener };
  #closing: Promise<void> | undefined;

  /** @throws RangeError where authentication is required and there are no users. */
  constructor(options: BrokerOptions = {}) {
    super();
    this.#place = placeOf(options);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#log = logOf(options);
    this.#service = new MqttService(accessOf(options), this.#limits, {
      event: (event) => this.#tell(event),
      publish: (publication) => {
        if (this.listenerCount('publish') > 0) this.#emit('publish', publication());
      },
    });
    const { host, port, webSocketPort } = this.#place;
    const mqtt = createServer({ noDelay: true }, (socket) => this.#serve(socket, socket, 'mqtt'));
    this.#listeners = {
      mqtt: this.#listen('mqtt', mqtt, host, port),
      ...(webSocketPort !== undefined && {
        websocket: this.#listen(
          'websocket',
          this.#webSocketServer(options.origins),
          host,
          webSocketPort,
        ),
      }),
    };
    this.#ready = this.#service.start().catch((error: Error) => {
      this.#tell({ type: 'error', error: error.message });
    });
  }

  get state(): BrokerState {
    const mqtt = this.#listeners.mqtt?.port;
    const websocket = this.#listeners.websocket?.port;
    return {
      ports: { ...(mqtt !== undefined && { mqtt }), ...(websocket !== undefined && { websocket }) },
      clients: this.#service.clients,
      closed: this.#closing !== undefined,
    };
  }

  /** Ports that are taken by others, and tried again. */
  get busyPorts(): readonly number[] {
    return Object.values(this.#listeners)
      .filter(({ isRetrying }) => isRetrying)
      .map(({ wantedPort }) => wantedPort);
  }

  /**
   * Goes on under other users, rules and log; clients that may not be here any more are cut. False where
   * the ports are others: nothing has changed then.
   * @throws RangeError as the constructor does.
   */
  configure(options: BrokerOptions): boolean {
    const isSamePlace = isDeepStrictEqual(placeOf(options), this.#place);
    if (this.#closing !== undefined || !isSamePlace) return false;
    this.#service.govern(accessOf(options));
    this.#log = logOf(options);
    return true;
  }

  /** All listeners go; events wait for others, and the broker keeps no process running. */
  hold(): void {
    this.removeAllListeners();
    this.#gate.hold();
    for (const handle of this.#handles()) handle.unref();
  }

  /** Listeners are there: they get the events that have waited, and those that come. */
  release(): void {
    for (const handle of this.#handles()) handle.ref();
    this.#gate.release();
  }

  /** Ends all connections and frees the ports, within a second whatever the clients do. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const listener of Object.values(this.#listeners)) listener.close();
    if (this.#service.clients > 0) await delay(PARTING);
    for (const socket of this.#sockets) socket.destroy();
    await this.#ready;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FAREWELL);
    });
    await Promise.race([this.#service.close(), patience]);
    clearTimeout(timer);
    this.#tell({ type: 'closed' });
  }

  #webSocketServer(origins: readonly string[] | undefined): Server {
    const { maxPacket, connectTimeout } = this.#limits;
    // One WebSocket message may carry several MQTT packets (MQTT 3.1.1 clause 6).
    const options = { maxPayload: 2 * maxPacket, requestTimeout: connectTimeout, origins };
    return webSocketServer(options, (stream, socket) => this.#serve(stream, socket, 'websocket'));
  }

  #listen(transport: Transport, server: Server, host: string, port: number): RetryingListener {
    server.on('connection', (socket: Socket) => this.#track(socket));
    return new RetryingListener(server, host, port, {
      listening: (actual) => this.#tell({ type: 'listening', transport, port: actual }),
      retrying: (error, delay) => {
        this.#tell({ type: 'retrying', transport, port, error: error.message, delay });
      },
      error: (error) => this.#tell({ type: 'error', error: error.message }),
    });
  }

  #handles(): readonly { ref(): void; unref(): void }[] {
    return [...Object.values(this.#listeners), ...this.#sockets];
  }

  /** Holds on to every socket, also to those that never get as far as MQTT, so that `close` can end it. */
  #track(socket: Socket): void {
    // aedes and ws hear errors themselves; this one is for the time before.
    socket.on('error', () => undefined);
    if (this.#closing !== undefined || this.#sockets.size >= this.#limits.maxConnections) {
      socket.destroy();
      this.#log('full', 'a connection was turned away: there are too many');
      return;
    }
    this.#sockets.add(socket);
    if (this.#gate.isHeld) socket.unref();
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #serve(stream: Duplex, socket: Socket, transport: Transport): void {
    const ip = socket.remoteAddress;
    if (ip === undefined) {
      stream.destroy();
      return;
    }
    stream.on('error', () => undefined);
    void this.#ready.then(() => this.#service.serve(stream, { transport, ip }));
  }

  #tell(event: BrokerEvent): void {
    const line = logLine(event);
    // Clients that the broker itself cuts when it closes are no news.
    if (line !== undefined && this.#closing === undefined) this.#log(event.type, line);
    this.#gate.pass(() => this.#emit('event', event));
  }

  /** A listener that throws must not do so inside aedes or a socket's callback. */
  #emit<Name extends keyof BrokerEvents>(name: Name, ...values: BrokerEvents[Name]): void {
    try {
      this.emit<keyof BrokerEvents>(name, ...values);
    } catch (error) {
      this.#log('listener', `a listener for ${name} failed: ${String(error)}`);
    }
  }
}

function accessOf(options: BrokerOptions): Access {
  const { users = [], requireAuthentication = false } = options;
  const { anonymousMayAct = false, prefix = 'ivy/v1' } = options;
  if (requireAuthentication && users.length === 0) {
    throw new RangeError('authentication is required, but there are no users');
  }
  return accessRules({ prefix, users, requireAuthentication, anonymousMayAct });
}

function logOf({ log = () => undefined }: BrokerOptions): (kind: string, line: string) => void {
  return rateLimitedLog(log, LOG_INTERVAL);
}

function placeOf({ host = '127.0.0.1', port = 1883, webSocketPort }: BrokerOptions): Place {
  return { host, port, webSocketPort };
}
