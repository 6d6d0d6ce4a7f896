import type { Duplex } from 'node:stream';
import type { Aedes, AedesOptions, AuthenticateError, Client } from 'aedes';
import type { Access, Credentials, Identity, Refusal } from './access';
import type { DrainingClient, ListeningAedes } from './aedes-undeclared';
import { boundMemory } from './bounded-memory';
import type { BrokerEvent, ClientInfo, Publication } from './events';
import type { Limits } from './options';
import { limitPackets } from './packet-limit';
import { limitPatience } from './patience';
import type { Peer } from './peer';

/** Milliseconds that a subscriber may hold up others. */
const PATIENCE = 100;
/** MQTT 3.1.1 clause 3.2.2.3: the connection is refused, not authorized. */
const NOT_AUTHORIZED = 5;
/** Where refused messages go, so that their sender gets its acknowledgement: nobody can subscribe to it. */
const NOWHERE = '$SYS/refused';

export interface Observer {
  event(event: BrokerEvent): void;
  /** Asks for the publication only where somebody wants it. */
  publish(publication: () => Publication): void;
}

interface Connection {
  readonly peer: Peer;
  /** The name in its CONNECT, which without users nobody has looked at. */
  username?: string | undefined;
  identity: Identity;
  /** Set while the client is connected, as MQTT means it. */
  info?: ClientInfo;
  readonly filters: Set<string>;
}

/** aedes under our rules and limits: streams in, events out. */
export class MqttService {
  #access: Access;
  readonly #limits: Limits;
  readonly #observer: Observer;
  readonly #connections = new WeakMap<Duplex, Connection>();
  /** Those of clients that may be here. */
  readonly #admitted = new Map<Duplex, Connection>();
  #aedes: Aedes | undefined;
  #clients = 0;

  constructor(access: Access, limits: Limits, observer: Observer) {
    this.#access = access;
    this.#limits = limits;
    this.#observer = observer;
  }

  /** Loads aedes, which is an ES module and so comes late. */
  async start(): Promise<void> {
    const { Aedes } = await import('aedes');
    const aedes = await Aedes.createBroker(this.#options());
    const isRequest = (topic: string) => this.#access.isRequest(topic);
    boundMemory((aedes as ListeningAedes).persistence, this.#limits, isRequest);
    this.#observe(aedes);
    this.#aedes = aedes;
  }

  get clients(): number {
    return this.#clients;
  }

  /** From now on other rules hold. Clients that they do not admit are cut. */
  govern(access: Access): void {
    const earlier = this.#access;
    this.#access = access;
    for (const [stream, connection] of this.#admitted) {
      const verdict = access.readmit(connection.peer, connection.username, earlier);
      if ('refused' in verdict) stream.destroy(new Error(verdict.refused));
      else connection.identity = verdict;
    }
  }

  /** Speaks MQTT on the stream; destroys it where the service does not run. */
  serve(stream: Duplex, peer: Peer): void {
    if (this.#aedes === undefined || this.#aedes.closed) {
      stream.destroy();
      return;
    }
    const connection: Connection = { peer, identity: {}, filters: new Set() };
    this.#connections.set(stream, connection);
    // aedes tells sooner, but not of one that was taken over while its predecessor was closing.
    stream.once('close', () => {
      this.#admitted.delete(stream);
      this.#disconnected(connection);
    });
    limitPackets(stream, this.#limits.maxPacket);
    limitPatience(this.#aedes.handle(stream) as DrainingClient, PATIENCE);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#aedes === undefined) resolve();
      else this.#aedes.close(resolve);
    });
  }

  #options(): AedesOptions {
    return {
      connectTimeout: this.#limits.connectTimeout,
      drainTimeout: this.#limits.drainTimeout,
      authenticate: (client, username, password, done) => {
        const reason = this.#admit(client, { username, password });
        if (reason === undefined) done(null, true);
        else done(notAuthorized(reason), false);
      },
      authorizePublish: (client, packet, done) => {
        // An error would cut the connection, and a client that repeats itself would never get on.
        if (client !== null && !this.#mayPublish(client, packet.topic, packet.retain)) {
          packet.topic = NOWHERE;
          packet.payload = '';
          packet.retain = false;
        }
        done(null);
      },
      authorizeSubscribe: (client, subscription, done) => {
        // No subscription makes aedes answer 80H (clause 3.9.3).
        done(null, this.#maySubscribe(client, subscription.topic) ? subscription : null);
      },
      authorizeForward: (client, packet) => {
        if (client.conn.writableLength <= this.#limits.maxBacklog) return packet;
        client.conn.destroy(new Error('it reads too slowly'));
        return null;
      },
    };
  }

  #admit(client: Client, credentials: Credentials): Refusal {
    const connection = this.#connection(client);
    connection.username = credentials.username;
    const verdict = this.#access.admit(connection.peer, credentials);
    if ('refused' in verdict) {
      this.#refused(client, { action: 'connect', reason: verdict.refused });
      return verdict.refused;
    }
    connection.identity = verdict;
    this.#admitted.set(client.conn, connection);
    return undefined;
  }

  #mayPublish(client: Client, topic: string, retain: boolean): boolean {
    const { identity } = this.#connection(client);
    const reason = this.#access.publish(identity, topic, retain);
    if (reason !== undefined) this.#refused(client, { action: 'publish', topic, reason });
    return reason === undefined;
  }

  #maySubscribe(client: Client, topic: string): boolean {
    const { filters } = this.#connection(client);
    const tooMany = filters.size >= this.#limits.maxFilters && !filters.has(topic);
    const reason = tooMany ? 'too many subscriptions' : this.#access.subscribe(topic);
    if (reason === undefined) filters.add(topic);
    else this.#refused(client, { action: 'subscribe', topic, reason });
    return reason === undefined;
  }

  #observe(aedes: Aedes): void {
    const tell = (event: BrokerEvent) => this.#observer.event(event);
    aedes.on('clientReady', (client) => this.#connected(client));
    aedes.on('clientDisconnect', (client) => this.#disconnected(this.#connection(client)));
    aedes.on('clientError', (client, error) => this.#failed(client, error));
    aedes.on('connectionError', (client, error) => this.#failed(client, error));
    // aedes emits this one for failures of its store; unheard, it would end the process.
    (aedes as NodeJS.EventEmitter).on('error', (error: Error) => {
      tell({ type: 'error', error: error.message });
    });
    aedes.on('subscribe', (subscriptions, client) => {
      const granted = subscriptions
        .filter(({ qos }) => qos <= 2)
        .map(({ topic, qos }) => ({ topic, qos }));
      const { info } = this.#connection(client);
      if (info && granted.length > 0) tell({ type: 'subscribe', ...info, subscriptions: granted });
    });
    aedes.on('unsubscribe', (topics, client) => {
      const { info, filters } = this.#connection(client);
      for (const topic of topics) filters.delete(topic);
      if (info) tell({ type: 'unsubscribe', ...info, topics: [...topics] });
    });
    aedes.on('publish', ({ topic, payload, qos, retain }, client) => {
      if (topic.startsWith('$')) return;
      this.#observer.publish(() => ({
        topic,
        payload: Buffer.from(payload),
        qos,
        retain,
        ...(client && { clientId: client.id }),
      }));
    });
  }

  #connected(client: Client): void {
    // It may have left between its CONNACK and now; aedes has told of its end already.
    if (client.closed) return;
    const connection = this.#connection(client);
    const { ip, transport } = connection.peer;
    connection.info = { clientId: client.id, ip, transport, ...connection.identity };
    this.#clients += 1;
    this.#observer.event({ type: 'clientConnected', ...connection.info });
  }

  #disconnected(connection: Connection): void {
    const { info } = connection;
    if (info === undefined) return;
    delete connection.info;
    this.#clients -= 1;
    this.#observer.event({ type: 'clientDisconnected', ...info });
  }

  #failed(client: Client, error: Error): void {
    // A refused connection has been told of already.
    if ('returnCode' in error && error.returnCode === NOT_AUTHORIZED) return;
    const { ip } = this.#connection(client).peer;
    this.#observer.event({
      type: 'clientError',
      ...(client.id && { clientId: client.id }),
      ip,
      error: error.message,
    });
  }

  #refused(
    client: Client,
    refusal: { action: 'connect' | 'publish' | 'subscribe'; topic?: string; reason: string },
  ): void {
    const { peer, identity } = this.#connection(client);
    this.#observer.event({
      type: 'refused',
      clientId: client.id,
      ip: peer.ip,
      ...identity,
      ...refusal,
    });
  }

  #connection(client: Client): Connection {
    const connection = this.#connections.get(client.conn);
    if (connection === undefined) throw new Error('aedes has a client that `serve` never gave it');
    return connection;
  }
}

function notAuthorized(reason: string): AuthenticateError {
  return Object.assign(new Error(reason), { returnCode: NOT_AUTHORIZED });
}
