import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

export interface Tab {
  /** Of the element that the tab shows. */
  readonly id: string;
  readonly label: string;
  /** It is shown, for the first time or again. */
  readonly onShow?: () => void;
}

/** Turns an empty `ul` into tabs, of which the first is shown. */
export function openTabs(list: JQuery, tabs: readonly Tab[]): void {
  const bar = RED.tabs.create({
    element: list,
    // The published types take what comes for a text.
    onchange: (chosen: unknown) => {
      const { id } = chosen as { id: string };
      for (const tab of tabs) $(`#${tab.id}`).toggle(tab.id === id);
      tabs.find((tab) => tab.id === id)?.onShow?.();
    },
  });
  for (const [index, { id, label }] of tabs.entries()) bar.addTab({ id, label }, index);
  // Only in a dialog that has been laid out have tabs a width.
  setTimeout(() => bar.resize());
}
