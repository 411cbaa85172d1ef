import type { Reason } from '../../core/decision/index.ts';
import { requirementKinds } from '../../core/policy/index.ts';
import type { AtomExplanation, RuleOutcome } from '../../core/requirements/index.ts';
import { safeText } from '../terminal/foreign.ts';
import { joined } from '../terminal/labelled.ts';
import { columns, padEnd, span, wrap, type Line } from '../terminal/spans.ts';
import { statusLooks } from './status.ts';

/** The rules as a tree: what each said, what it still needs, what does not count and why. Skipped rules drop out. */
export function reasonTree(root: Reason, outcomes: readonly RuleOutcome[], width: number): Line[] {
  const shown = root.children.filter(isShown);
  const column = Math.min(width < 70 ? 18 : 26, Math.max(...shown.map((rule) => deepest(rule, 1)), 0) + 2);
  return shown.flatMap((rule) => {
    const outcome = outcomes.find((one) => one.rule.name === rule.rule);
    return branch(rule, outcome, 1, { width, column });
  });
}

/** What is skipped drops out, unless something was said that does not count. */
function isShown({ status, setAside }: Reason): boolean {
  return status !== 'skipped' || setAside.length > 0;
}

/** Columns that the longest name below takes with its indent and glyph. */
function deepest(reason: Reason, depth: number): number {
  const own = depth * 2 + 2 + columns(safeText(reason.rule));
  const aside = reason.setAside.length > 0 ? depth * 2 + 13 : 0;
  return Math.max(own, aside, ...reason.children.map((child) => deepest(child, depth + 1)));
}

/** Where the sentences stand. */
interface Layout {
  readonly width: number;
  readonly column: number;
}

function branch(reason: Reason, outcome: RuleOutcome | undefined, depth: number, layout: Layout): Line[] {
  const children = reason.children.filter(isShown);
  const atoms = depth === 1 && children.length > 0 ? (outcome?.atoms ?? []) : [];
  const says: Line = atoms.length > 0 ? joined(atoms.map((atom) => atomLine(atom)), ' · ') : [safeText(reasonWords(reason))];
  const lines = row(looks(reason, outcome), reason.rule, says, depth, layout);
  for (const child of children) lines.push(...branch(child, outcome, depth + 1, layout));
  for (const { signOff, person, because } of reason.setAside) {
    const what = `${safeText(person)}${signOff === '' ? '' : `, ${safeText(signOff)}`}: ${safeText(because)}`;
    lines.push(...row({ glyph: span('faint', '−') }, 'set aside', [what], depth + 1, layout));
  }
  return lines;
}

/** What stands beside a requirement: what met it, or what it takes, or the sentence that says why neither helps. */
export function reasonWords(reason: Reason): string {
  // Its children say it already.
  if (reason.children.some((child) => child.sentence === reason.sentence)) return 'one for each area';
  if (reason.children.length > 0) return reason.sentence;
  if (reason.status !== 'pending' || reason.needs.length === 0) return reason.sentence;
  if (requirementKinds.some((kind) => kind === reason.rule)) {
    const nobody = / \(nobody [^)]*\)$/.exec(reason.sentence)?.[0] ?? '';
    return `${reason.needs.join(', ')}${nobody}`;
  }
  return reason.needs.some((need) => reason.sentence.includes(need) || (/attest/.test(need) && /attest/.test(reason.sentence))) ? reason.sentence : `${reason.sentence}: ${reason.needs.join('; ')}`;
}

/** A dot for what cannot begin yet, because something else of its rule comes first. */
function looks(reason: Reason, outcome: RuleOutcome | undefined): { glyph: Line[number] } {
  const { glyph, style } = statusLooks[reason.status];
  const requirement = outcome?.requirements.find(({ template }) => template.kind === reason.rule);
  const waits = requirement !== undefined && requirement.template.after !== null && reason.met.length === 0;
  return { glyph: reason.status === 'pending' && waits ? span('faint', '·') : span(style, glyph) };
}

function row(look: { glyph: Line[number] }, name: string, says: Line, depth: number, { width, column }: Layout): Line[] {
  const indent = ' '.repeat(depth * 2);
  const nameWidth = column - indent.length - 2;
  const hang = column;
  const label = padEnd(safeText(name), nameWidth);
  const first: Line = [indent, look.glyph, ' ', depth === 1 ? span('strong', label) : label];
  return label.endsWith(' ') ? wrap(first, says, width, hang) : wrap([...first, '  '], says, width, hang);
}

const marks: Record<AtomExplanation['outcome'], Line[number]> = {
  true: span('met', '✓'),
  false: span('faint', '✗'),
  asked: span('pending', '?'),
  failed: span('refused', '?'),
};

/**
 * An atom with the value it saw: `assisted ✓ recorded`, `author.level mid < senior ✓`, `tier critical ✓`. `full` adds
 * what stands elsewhere in a check: the share of lines, and whose level it is.
 */
export function atomLine({ text, outcome, saw, error }: AtomExplanation, full = false): Line {
  const mark = marks[outcome];
  const [only] = saw;
  if (only !== undefined && saw.length === 1) {
    const detail = /\((.*)\)$/.exec(only.value)?.[1];
    if (only.name === text) {
      const kind = full ? detail : detail?.replace(/, [^,]*$/, '');
      return [safeText(short(text)), ' ', mark, ...(kind === undefined ? [] : [` ${safeText(kind)}`])];
    }
    // The value is the constant it was compared with.
    if (outcome === 'true' && text === `${only.name} == ${only.value}`) return [safeText(`${short(only.name)} ${only.value}`), ' ', mark];
    const listed = /^["']([^"']*)["'] in /.exec(text)?.[1];
    if (listed !== undefined && text.endsWith(` in ${only.name}`)) {
      return [safeText(short(text)), ' ', mark, ...(outcome === 'true' ? [] : [` ${safeText(only.value)}`])];
    }
  }
  const values = saw.map(({ name, value }) => ({ name, value: full ? value : value.replace(/ \([^()]*\)$/, '') }));
  const withValues = values.reduce((sentence, { name, value }) => sentence.replace(name, () => `${name} ${value}`), text);
  return [safeText(short(withValues)), ' ', mark, ...(error === null ? [] : [` ${safeText(error)}`])];
}

/** Most of what conditions read is the change: its name says nothing. */
function short(text: string): string {
  return text.replace(/\bchange\./g, '');
}
