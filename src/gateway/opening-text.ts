/** Octets among which the text of a modem is looked for. */
const MAX_TEXT = 64;
const LINE_ENDS = new Set([0x0d, 0x0a]);

/**
 * The printable text that a link begins with, as modems send it to register: up to a line end, an octet that
 * is no text, or 64 characters.
 */
export class OpeningText {
  #text = '';
  /** Nothing that comes belongs to the text any more. */
  isComplete = false;

  get text(): string {
    return this.#text;
  }

  push(octets: Uint8Array): void {
    for (const octet of octets) {
      if (this.isComplete) return;
      if (isPrintable(octet)) this.#text += String.fromCharCode(octet);
      else if (this.#text !== '' || !LINE_ENDS.has(octet)) this.isComplete = true;
      if (this.#text.length === MAX_TEXT) this.isComplete = true;
    }
  }
}

function isPrintable(octet: number): boolean {
  return octet >= 0x20 && octet <= 0x7e;
}
