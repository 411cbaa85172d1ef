import { padEnd, span, textOf, wrap, type Line, type Span, type Style } from './spans.ts';

/** A paragraph beside its label: `  critical   services/checkout is critical …`, wrapped under its own start. */
export function labelled(
  label: Span,
  content: Line,
  layout: { readonly indent: number; readonly column: number; readonly width: number },
): Line[] {
  const { indent, column, width } = layout;
  const style: Style = typeof label === 'string' ? 'plain' : label.style;
  const text = `${' '.repeat(indent)}${textOf(label)}`;
  const padded = `${padEnd(text, column)}`;
  // A label longer than its column keeps two spaces before what it labels.
  const first = padded.endsWith(' ') ? padded : `${text}  `;
  return wrap([span(style, first)], content, width, column);
}

/** Items with a separator between them. */
export function joined(items: readonly Line[], separator: string): Line {
  return items.flatMap((item, index) => (index === 0 ? item : [separator, ...item]));
}
