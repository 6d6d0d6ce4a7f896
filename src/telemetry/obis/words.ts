/** A name in the languages of the catalogue. */
export interface Words {
  readonly en: string;
  readonly zh: string;
  readonly tr: string;
}

type Parts = Readonly<Record<string, number | string | Words>>;

/** The same words with each `{name}` replaced by a part, which may be words in turn. */
export function fill(words: Words, parts: Parts): Words {
  const textIn = (language: keyof Words) =>
    words[language].replace(/\{(\w+)\}/g, (placeholder, name) => {
      const part = parts[name] ?? placeholder;
      return String(typeof part === 'object' ? part[language] : part);
    });
  return { en: textIn('en'), zh: textIn('zh'), tr: textIn('tr') };
}

/** Words in front of others, or behind them. */
export function join(...all: readonly Words[]): Words {
  const text = (language: keyof Words) => all.map((words) => words[language]).join('');
  return { en: text('en'), zh: text('zh'), tr: text('tr') };
}
