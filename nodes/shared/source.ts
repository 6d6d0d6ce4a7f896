import type { Message } from './guard';

/** Where octets come from that say it by no link: the session of a core TCP node, else the topic. */
export function sourceOf({ _session, topic }: Message): string {
  const session = _session as { id?: unknown } | null | undefined;
  const source = session?.id ?? topic ?? '';
  return typeof source === 'object' ? '' : String(source);
}

/** The link that a message came through, else its source. */
export function linkOf(message: Message): string {
  const meter = message.meter as { link?: unknown } | null | undefined;
  return typeof meter?.link === 'string' ? meter.link : sourceOf(message);
}
