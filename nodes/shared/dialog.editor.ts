import type { EditorNodeInstance } from 'node-red';
import { text } from './texts.editor';

/** How readings leave a node. */
export const READING_OUTPUTS = ['single', 'set'];

const STYLE_ID = 'ivy-dialog-style';

// Node-RED's own labels are 100 px wide, too narrow for words in most languages.
const STYLE = `
.red-ui-tabs ~ .ivy-dialog { padding-top: 12px; }
.ivy-dialog > .form-row { display: flex; align-items: center; }
.ivy-dialog > .form-row > label { flex: 0 0 150px; margin: 0 10px 0 0; }
.ivy-dialog > .form-row > :not(label, [type="checkbox"]) { flex: 1 1 0; width: auto !important; min-width: 0; margin: 0; }
.ivy-dialog > .form-row > [type="checkbox"] { width: auto; margin: 0; }
.ivy-row { display: flex; flex-wrap: wrap; gap: 4px; }
.ivy-row select { padding-inline: 2px; }
.ivy-row small { display: block; white-space: nowrap; }
@media (max-width: 600px) {
  .red-ui-tray-body:has(.ivy-dialog) { min-width: 0 !important; }
  .ivy-dialog > .form-row { flex-wrap: wrap; }
  .ivy-dialog > .form-row > label { flex: 1 0 100%; }
  .ivy-row > * { min-width: calc(50% - 4px) !important; }
  .ivy-row > :is(select, :has(select)) { min-width: 100% !important; }
  .ivy-row small { white-space: normal; }
}
`;

/** Lays out the rows inside `.ivy-dialog`; every node asks for it. */
export function addDialogStyle(): void {
  addStyle(STYLE_ID, STYLE);
}

/** Adds a style to the page, the first time that it is asked for. */
export function addStyle(id: string, content: string): void {
  if (document.getElementById(id) !== null) return;
  const style = document.createElement('style');
  style.id = id;
  style.textContent = content;
  document.head.append(style);
}

/**
 * Turns a property's text input into a list of choices, the default first, that gives way to free text for
 * `${VARIABLE}`. The property stays plain text. Choices are labelled by the catalogue's `choice.<property>`.
 */
export function pickFrom(
  node: EditorNodeInstance,
  property: string,
  choices: readonly string[],
): void {
  const input = $(`#node-input-${property}, #node-config-input-${property}`);
  const options = choices.map((value) => ({
    value,
    label: text(node.type, `choice.${property}.${value}`),
  }));
  const isChoice = ['', ...choices].includes(String(input.val() ?? ''));
  input.typedInput({
    default: isChoice ? 'choice' : 'variable',
    types: [
      {
        value: 'choice',
        label: text('ivy-gateway', 'input.choice'),
        icon: 'fa fa-list-ul',
        options,
      },
      {
        value: 'variable',
        label: text('ivy-gateway', 'input.variable'),
        icon: 'red/images/typedInput/env.svg',
      },
    ],
  });
}
