const MAX_SOURCE = 200;
/** A loop multiplies the ways to match by the length of the text, a choice by two. */
const MAX_LOOPS = 3;
const MAX_CHOICES = 5;
/** A class, an escape, a quantifier, the beginning of a group, or one character. */
const TOKEN = /\[(?:\\.|[^\]\\])*\]|\\.|[*+?]\??|\{\d+(?:,\d*)?\}\??|\(\??|./gsu;

/**
 * A user's regular expression that no text of 64 characters makes slow: few loops and choices, nothing repeated
 * that holds one, no back references.
 * @throws SyntaxError that says what is wrong with it.
 */
export function safePattern(source: string): RegExp {
  if (source.length > MAX_SOURCE) throw new SyntaxError(`longer than ${MAX_SOURCE} characters`);
  const pattern = new RegExp(source);
  const open = [{ isSimple: true }];
  let closed: { isSimple: boolean } | undefined;
  let loops = 0;
  let choices = 0;
  for (const [token] of source.matchAll(TOKEN)) {
    const around = open.at(-1);
    if (/^\\[1-9k]/.test(token)) throw new SyntaxError('refers back to a group');
    const isLoop = /^(?:[*+]|\{\d+,)/.test(token);
    const isChoice = /^[?|]/.test(token);
    if ((isLoop || token.startsWith('{')) && closed && !closed.isSimple) {
      throw new SyntaxError('repeats what holds a repetition or a choice');
    }
    if (isLoop) loops++;
    if (isChoice) choices++;
    if (around && (isLoop || isChoice || closed?.isSimple === false)) around.isSimple = false;
    if (token.startsWith('(')) open.push({ isSimple: true });
    closed = token === ')' ? open.pop() : undefined;
  }
  if (loops > MAX_LOOPS) throw new SyntaxError(`more than ${MAX_LOOPS} of * + {n,m}`);
  if (choices > MAX_CHOICES) throw new SyntaxError(`more than ${MAX_CHOICES} of ? |`);
  return pattern;
}
