import { count, percent } from '../terminal/numbers.ts';
import { html, literal, type Markup } from './markup.ts';

/** Who wrote something, as the page draws it: a letter, a word, a hatch; three of them are an AI's. */
export type Provenance = 'recorded' | 'declared' | 'inferred' | 'contradictory' | 'unknown' | 'human' | 'bot';

/** What a bar is filled with; `assisted` where the kind of evidence is not told apart. */
type Fill = Provenance | 'assisted';

const letters: Readonly<Record<Provenance, string>> = {
  recorded: 'R',
  declared: 'D',
  inferred: 'I',
  contradictory: 'X',
  unknown: 'U',
  human: 'H',
  bot: 'B',
};

export interface Part {
  readonly of: Provenance;
  readonly n: number;
  /** Where the word of the legend would mislead: a commit without evidence is not an unknown line. */
  readonly word?: string;
}

/** What is not nothing is at least this many per cent wide. */
const least = 0.5;

/** A key: swatch, letter and word. */
export function swatch(of: Provenance, word: string = of): Markup {
  return html`<span class="prov ${of}"><svg viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">${swatchBox(of)}</svg><b>${letters[of]}</b>${word}</span>`;
}

/** Parts of a whole in one bar, in the order given; what is not nothing is at least half a per cent wide. Read as its numbers. */
export function strip(parts: readonly Part[], height = 16): Markup {
  const total = parts.reduce((sum, { n }) => sum + n, 0);
  const shown = parts.filter(({ n }) => n > 0);
  const raw = shown.map(({ n }) => Math.max(least, (n / total) * 100));
  const scale = 100 / raw.reduce((sum, size) => sum + size, 0);
  let x = 0;
  const boxes = shown.map(({ of }, index) => {
    const size = raw[index]! * scale;
    const drawn = box(of, x, size, height);
    x += size;
    return drawn;
  });
  const label = shown.length === 0 ? 'nothing' : shown.map(({ of, n, word }) => `${word ?? of} ${perCent(n, total)}`).join(', ');
  return html`<svg class="strip" width="100%" height="${height}" role="img" aria-label="${label}">${boxes}</svg>`;
}

/** One part of a whole, drawn as its share of the width; the number stands beside it. */
export function share(of: Provenance, n: number, total: number): Markup {
  return shareOf([{ of, n }], total);
}

/** Several parts that belong together, on a track as wide as the whole. */
export function shareOf(parts: readonly Part[], total: number): Markup {
  const sum = parts.reduce((all, { n }) => all + n, 0);
  return html`<span class="share">${track(parts, total)}<span>${perCent(sum, total)}</span></span>`;
}

/** The bar alone, for a table that says the number in a cell of its own. */
export function meter(of: Fill, n: number, total: number): Markup {
  return track([{ of, n }], total);
}

function track(parts: readonly { readonly of: Fill; readonly n: number }[], total: number): Markup {
  let x = 0;
  const boxes = parts.map(({ of, n }) => {
    if (n === 0 || total === 0) return null;
    const size = Math.min(Math.max(least, (n / total) * 100), 100 - x);
    const drawn = box(of, x, size, 12);
    x += size;
    return drawn;
  });
  return html`<svg class="meter" width="100%" height="12" aria-hidden="true"><rect class="track" width="100%" height="12"/>${boxes}</svg>`;
}

/** Widths in per cent, so that a bar fills its place while its hatch keeps its size. */
function box(of: Fill, x: number, width: number, height: number): Markup {
  return boxAt(of, literal(`x="${round(x)}%" width="${round(width)}%" height="${height}"`), `${round(x)}%`, height);
}

function swatchBox(of: Provenance): Markup {
  return boxAt(of, literal('x="0" width="18" height="14"'), '0', 14);
}

function boxAt(of: Fill, at: Markup, left: string, height: number): Markup {
  if (of === 'assisted') return html`<rect class="p-assisted solid" ${at}/>`;
  const inside = of === 'human' ? html`<rect class="solid" x="${left}" width="3" height="${height}"/>` : html`<rect ${at} fill="url(#h-${of})"/>`;
  return html`<g class="p-${of}"><rect class="wash" ${at}/>${inside}<rect class="edge" ${at}/></g>`;
}

/** Numbers of a picture: two places, so that every machine writes the same. */
export function round(n: number): string {
  return String(Math.round(n * 100) / 100);
}

/** Share as a whole per cent that no line breaks apart. */
export function perCent(part: number, whole: number): string {
  return percent(part, whole).replace(' ', '\u00a0');
}

/** `1,278 of 9,620` */
export function ofWhole(n: number, total: number): string {
  return `${count(n)} of ${count(total)}`;
}

/** The hatches every picture refers to; each says without colour what the colour says. */
export function hatches(): Markup {
  const tile = (of: Provenance, size: number, mark: Markup) =>
    html`<pattern id="h-${of}" class="p-${of}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${mark}</pattern>`;
  return html`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
${tile('recorded', 4, html`<path d="M-1 1l2-2M0 4l4-4M3 5l2-2" stroke-width="1.5"/>`)}
${tile('declared', 4, html`<path d="M0 1.5h4" stroke-width="1.3"/>`)}
${tile('inferred', 4, html`<circle class="dot" cx="2" cy="2" r="1"/>`)}
${tile('contradictory', 5, html`<path d="M0 0l5 5M5 0L0 5" stroke-width="1.2"/>`)}
${tile('unknown', 10, html`<path d="M0 5h2.5M5 0v2.5" stroke-width="1"/>`)}
${tile('bot', 6, html`<path d="M3 0v6" stroke-width="1"/>`)}
</defs></svg>`;
}
