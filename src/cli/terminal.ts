import { createInterface } from 'node:readline/promises';

/** Where a command writes, and how it learns that it shall stop. */
export interface Terminal {
  print(text: string): void;
  complain(text: string): void;
  interrupted(): Promise<void>;
}

/** Exit codes. */
export const SUCCESS = 0;
export const FAILED = 1;
export const BAD_USAGE = 2;

export const processTerminal: Terminal = {
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  complain: (text) => {
    process.stderr.write(`${text}\n`);
  },
  interrupted: () =>
    new Promise((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    }),
};

/** Whether a person says yes to a question, which is proposed; false where there is nobody. */
export async function agrees(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(`${question} [Y/n] `);
  lines.close();
  return /^(y|yes)?$/i.test(answer.trim());
}

/** Whoever reads the output has seen enough, as `| head` has. */
export function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
