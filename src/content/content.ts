/** What octets would do to a meter, the gravest last. */
const EFFECTS = ['read', 'write', 'act', 'forbidden'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What a request is and would do, judged by its content alone. */
export interface Content {
  readonly effect: Effect;
  /** Names it, without any value or password: `SET 8/0-0:1.0.0.255/2`. */
  readonly what: string;
  /** The DL/T 645 address it goes to. */
  readonly address?: string;
  /** What a gateway may list to have it allowed as a write all the same. */
  readonly exception?: Exception;
}

export interface Exception {
  readonly kind: 'class' | 'function';
  readonly number: number;
}

export const NOTHING: Content = { effect: 'read', what: 'nothing' };

/** Octets that no meter takes for a frame; with others behind them it might. */
export const NO_FRAME: Content = { effect: 'read', what: 'octets that are no frame' };

/** A pass of the authentication of an association, which a client sends on its own account. */
export const HANDSHAKE: Content = { effect: 'read', what: 'authentication' };

/** Nobody can say what it would do, so it may do anything. */
export function unjudgeable(what: string): Content {
  return { effect: 'forbidden', what };
}

/** Several in one: as grave as the gravest, and allowed only as a whole. */
export function together(contents: readonly Content[]): Content {
  const [first = NOTHING, ...others] = contents;
  if (others.length === 0) return first;
  const effect = contents.map((content) => content.effect).reduce(graver);
  const whats = new Set(contents.map(({ what }) => what));
  return { effect, what: [...whats].join(', ') };
}

function graver(one: Effect, other: Effect): Effect {
  return EFFECTS.indexOf(one) > EFFECTS.indexOf(other) ? one : other;
}
