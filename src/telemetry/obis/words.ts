/** A name in the languages of the catalogue. */
export interface Words {
  readonly en: string;
  readonly zh: string;
  readonly tr: string;
}

type Parts = Readonly<Record<string, number | string>>;

/** The same words with each `{name}` replaced by a part. */
export function fill(words: Words, parts: Parts): Words {
  const { en, zh, tr } = words;
  return { en: fillText(en, parts), zh: fillText(zh, parts), tr: fillText(tr, parts) };
}

/** Words in front of others, or behind them. */
export function join(...all: readonly Words[]): Words {
  const text = (language: keyof Words) => all.map((words) => words[language]).join('');
  return { en: text('en'), zh: text('zh'), tr: text('tr') };
}

function fillText(text: string, parts: Parts): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name) => String(parts[name] ?? placeholder));
}
