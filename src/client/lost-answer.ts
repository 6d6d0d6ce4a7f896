import { Failure } from '../link';

/** Asks for what is harmless to ask for twice: again after a lost answer, so many times at most. */
export async function withRetries<Answer>(
  retries: number,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!isLost(error) || attempt >= retries) throw error;
    }
  }
}

/** The answer, or undefined where none came in time; other failures stay failures. */
export async function unlessLost<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isLost(error)) return undefined;
    throw error;
  }
}

function isLost(error: unknown): boolean {
  return error instanceof Failure && error.code === 'command-timeout';
}
