import { isLoopback, type Peer } from './peer';
import { passwordCheck, type User } from './users';

/** Who a connection belongs to: a user, or nobody in particular. */
export interface Identity {
  readonly username?: string;
}

export type Admission = Identity | { readonly refused: string };

export interface Credentials {
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
}

export interface AccessOptions {
  /** The prefix of all topics, such as `ivy/v1`. */
  readonly prefix: string;
  readonly users: readonly User[];
  readonly requireAuthentication: boolean;
  /** Whether anonymous clients may publish on the topics that write or switch. */
  readonly anonymousMayAct: boolean;
}

/** Why something is refused, for a log line; undefined where it is allowed. */
export type Refusal = string | undefined;

/** The rules that say who may connect, publish and subscribe. */
export interface Access {
  admit(peer: Peer, credentials: Credentials): Admission;
  /** Judges anew whom `earlier` rules have admitted under the name that it gave, if any. */
  readmit(peer: Peer, username: string | undefined, earlier: Access): Admission;
  /** Whether this is a user's name and password. */
  knows(user: User): boolean;
  publish(who: Identity, topic: string, retain: boolean): Refusal;
  subscribe(filter: string): Refusal;
  /** Whether a message on the topic asks for something, and so must neither be kept nor come late. */
  isRequest(topic: string): boolean;
}

export function accessRules(options: AccessOptions): Access {
  const isPassword = passwordCheck(options.users);
  const { isRequest, isAct } = requestTopics(options.prefix);
  const ownTopics = `${options.prefix}/`;

  return {
    isRequest,
    knows: ({ username, password }) => isPassword(username, Buffer.from(password)),

    readmit(peer, username, earlier) {
      const user = options.users.find((candidate) => candidate.username === username);
      // What the client gave is forgotten; it was right, and still is where the user has not changed.
      const password = user && earlier.knows(user) ? Buffer.from(user.password) : undefined;
      return this.admit(peer, { username, password });
    },

    admit(peer, { username, password }) {
      // Without users there is nothing to compare with, and credentials are not looked at, as in other
      // brokers: Node-RED sends the text of an unset variable as the user name.
      if (username !== undefined && options.users.length > 0) {
        // Credentials once given must be right: a wrong password never falls back to anonymous.
        const right = password !== undefined && isPassword(username, password);
        return right ? { username } : { refused: 'wrong user name or password' };
      }
      if (options.requireAuthentication) return { refused: 'authentication is required' };
      if (peer.transport === 'websocket') return { refused: 'WebSocket needs a user' };
      if (!isLoopback(peer.ip)) return { refused: 'a client from another machine needs a user' };
      return {};
    },

    publish(who, topic, retain) {
      if (topic.startsWith('$')) return 'the topic belongs to the broker';
      if (/[+#]/.test(topic)) return 'a topic has no wildcards';
      if (retain && isRequest(topic)) return 'a request is never retained';
      if (who.username !== undefined) return undefined;
      if (!topic.startsWith(ownTopics)) return `anonymous clients publish below ${options.prefix}`;
      if (isAct(topic) && !options.anonymousMayAct)
        return 'anonymous clients neither write nor switch';
      return undefined;
    },

    subscribe(filter) {
      // aedes would take $share/… for a plain topic that nobody publishes on, and $SYS/… tells
      // who is connected.
      return filter.startsWith('$') ? 'the topic belongs to the broker' : undefined;
    },
  };
}

/** The topics of section 2 of the contract on which something is asked for. */
function requestTopics(prefix: string) {
  const escaped = prefix.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const meter = `^${escaped}/meters/[^/]*`;
  const request = new RegExp(`${meter}/(?:command/(?:request|write|relay)|alarms/request)(?:/|$)`);
  const act = new RegExp(`${meter}/command/(?:write|relay)(?:/|$)`);
  const lock = new RegExp(`^${escaped}/gateways/[^/]*/relay-lock(?:/|$)`);
  return {
    isRequest: (topic: string) => request.test(topic),
    /** To take the lock away is to allow acts. */
    isAct: (topic: string) => act.test(topic) || lock.test(topic),
  };
}
