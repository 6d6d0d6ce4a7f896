import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The id of a node, always the same for the same name. */
export function id(name) {
  return createHash('sha256').update(`dashboard ${name}`).digest('hex').slice(0, 16);
}

/** A tag that closes itself, its attributes' values in double quotes. */
const SELF_CLOSING = /<([\w-]+)((?:\s+[^\s"'<>/=]+(?:="[^"]*")?)*)\s*\/>/g;

/**
 * A page's template. A browser reads it as HTML, to which components that close themselves stay open, so they get
 * a closing tag. A line `methods of NAME.js` as a comment stands for methods that several pages share.
 */
export function template(name) {
  const text = readFileSync(join(here, 'pages', name), 'utf8');
  return text
    .replace(SELF_CLOSING, '<$1$2></$1>')
    .replace(/^ *\/\* methods of (\S+) \*\/\n/gm, (_, file) =>
      methodsIn(readFileSync(join(here, 'pages', file), 'utf8')),
    );
}

/** What stands in the braces of `export const methods = { … };`, indented as in a component. */
function methodsIn(text) {
  const [, methods = ''] = /export const methods = \{\n([\s\S]*?)^\};/m.exec(text) ?? [];
  return methods.replace(/^(?=.)/gm, '  ');
}

/** The body of a function, for a function node. */
export function body(code) {
  const [, text = ''] = /\{\n([\s\S]*)\n\s*\}$/.exec(code.toString()) ?? [];
  const [indent] = /^ */.exec(text) ?? [''];
  return text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}

/** A function as it stands in a file, indented as there; a method with its object around it. */
function definition(code) {
  const text = code.toString();
  return text.startsWith('function ') ? text : `const { ${code.name} } = {\n  ${text}\n};`;
}

/** A function node; its code may use msg, node, env, context as usual, and functions and methods that it `uses`. */
export function functionNode(name, code, { uses = [], outputs = 1, wires, x, y, ...rest }) {
  const used = uses.map((one) => `${definition(one)}\n`);
  return {
    id: id(name),
    type: 'function',
    name,
    func: [...used, body(code)].join(''),
    outputs,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
    x,
    y,
    wires,
    ...rest,
  };
}
