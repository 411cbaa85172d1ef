/** Plain ASCII for each character of ours beyond it; `--ascii` replaces them in everything we compose. */
const ascii: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '◐': '~',
  '⊘': '#',
  '·': '.',
  '−': '-',
  '–': '-',
  '—': '-',
  '…': '...',
  '→': '->',
  '≥': '>=',
  '≤': '<=',
  '×': 'x',
  '“': '"',
  '”': '"',
  '’': "'",
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
  '▌': '=',
  '▓': 'x',
  '░': ':',
};

/** Glyphs as ASCII. Names and subjects of the repository keep their letters: those are content, not ours. */
export function asciiGlyphs(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => ascii[character] ?? character);
}
