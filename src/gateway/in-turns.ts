/** Some 10 ms of work where each of them is published. */
const PER_TURN = 200;

/**
 * Does something with each of many, the first at once and the others in later turns of the event loop, so that
 * links are read meanwhile. What `all` gets or loses before its turn comes is done or left out, as in a Map.
 * `act` must not throw. Gives what ends it early.
 */
export function inTurns<T>(
  all: Iterable<T>,
  act: (one: T) => void,
  perTurn = PER_TURN,
): () => void {
  const rest = all[Symbol.iterator]();
  let next: NodeJS.Immediate | undefined;
  const turn = (): void => {
    for (let count = 0; count < perTurn; count++) {
      const { done, value } = rest.next();
      if (done) return;
      act(value);
    }
    next = setImmediate(turn);
  };
  turn();
  return () => clearImmediate(next);
}
