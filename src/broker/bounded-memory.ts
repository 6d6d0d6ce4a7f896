import { Readable } from 'node:stream';
import type { AedesPersistence } from './aedes-undeclared';
import { ownCopy, RetainedMessages } from './retained-messages';

export interface MemoryLimits {
  /** Sessions that outlive their connection. */
  readonly maxSessions: number;
  /** Messages that wait in one session, unsent or unacknowledged. */
  readonly maxQueued: number;
  readonly maxRetained: number;
}

/**
 * Puts bounds on what aedes remembers, which has none of its own, and keeps requests out of it: a
 * request reaches who is there now, and nobody later. What finds no room is still delivered to those
 * connected; it is only not sent again after a broken connection.
 */
export function boundMemory(
  persistence: AedesPersistence,
  limits: MemoryLimits,
  isRequest: (topic: string) => boolean,
): void {
  /** Session by client id, with the number of messages that wait in it. */
  const sessions = new Map<string, number>();
  const retained = new RetainedMessages(limits.maxRetained);
  const stored = new WeakSet<object>();

  const { addSubscriptions, cleanSubscriptions } = bound(persistence);
  const { outgoingEnqueueCombi, outgoingUpdate, outgoingClearMessageId } = bound(persistence);

  persistence.addSubscriptions = async (client, subscriptions) => {
    // aedes passes the whole list once for each of its members.
    if (stored.has(subscriptions)) return;
    stored.add(subscriptions);
    if (!sessions.has(client.id)) {
      if (sessions.size >= limits.maxSessions) return;
      sessions.set(client.id, 0);
    }
    await addSubscriptions(client, subscriptions);
  };

  persistence.cleanSubscriptions = async (client) => {
    sessions.delete(client.id);
    await cleanSubscriptions(client);
  };

  persistence.storeRetained = async (packet) => retained.store(packet);
  persistence.createRetainedStreamCombi = (filters) => Readable.from(retained.matching(filters));

  persistence.outgoingEnqueueCombi = async (subscribers, packet) => {
    if (isRequest(packet.topic)) return;
    const withRoom = subscribers.filter(({ clientId }) => takeRoom(clientId));
    if (withRoom.length > 0) await outgoingEnqueueCombi(withRoom, ownCopy(packet));
  };

  function takeRoom(clientId: string): boolean {
    const queued = sessions.get(clientId) ?? 0;
    if (queued >= limits.maxQueued) return false;
    sessions.set(clientId, queued + 1);
    return true;
  }

  persistence.outgoingUpdate = async (client, packet) => {
    // Fails for what was not queued, and aedes would cut the connection for it.
    await outgoingUpdate(client, packet).catch(() => undefined);
  };

  persistence.outgoingClearMessageId = async (client, packet) => {
    const cleared = await outgoingClearMessageId(client, packet);
    const queued = sessions.get(client.id);
    if (cleared !== undefined && queued !== undefined) {
      sessions.set(client.id, Math.max(0, queued - 1));
    }
    return cleared;
  };
}

/** The methods as they are before they are replaced. */
function bound(persistence: AedesPersistence) {
  return {
    addSubscriptions: persistence.addSubscriptions.bind(persistence),
    cleanSubscriptions: persistence.cleanSubscriptions.bind(persistence),
    outgoingEnqueueCombi: persistence.outgoingEnqueueCombi.bind(persistence),
    outgoingUpdate: persistence.outgoingUpdate.bind(persistence),
    outgoingClearMessageId: persistence.outgoingClearMessageId.bind(persistence),
  };
}
