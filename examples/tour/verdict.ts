import type { Ended } from './countersign.ts';
import { ink, say, strong, wrap, type Ink } from './page.ts';

/** The part of `check --json` that the tour reads. */
interface Checked {
  readonly status: string;
  readonly mode: string;
  readonly blocking: boolean;
  readonly assistance: { readonly state: string; readonly share: number; readonly tools: readonly string[] };
  readonly tier: { readonly value: string };
  readonly decision: { readonly root: { readonly sentence: string }; readonly next: readonly { readonly sentence: string }[] };
}

const looks: Readonly<Record<string, readonly [glyph: string, word: string, ink: Ink]>> = {
  approved: ['✓', 'approved', 'green'],
  pending: ['◐', 'pending', 'yellow'],
  refused: ['✗', 'refused', 'red'],
  unsatisfiable: ['⊘', 'nobody can sign', 'red'],
  overridden: ['!', 'overridden', 'yellow'],
  unknown: ['?', 'unknown', 'yellow'],
};

const indent = 4;
const longestName = 24;

/** Prints the verdict on one change in a few lines: what it is, what happened, why, what is next. */
export function sayVerdict(name: string, nameWidth: number, happened: string, ended: Ended): void {
  if (ended.code > 1) {
    say(`${ink('yellow', '?')} ${strong(name, nameWidth)}  ${ink('yellow', 'not judged')}`, ...wrap(ended.err.trim(), indent), '');
    return;
  }
  const checked = JSON.parse(ended.out) as Checked;
  const [glyph, word, colour] = looks[checked.status] ?? ['?', checked.status, 'yellow'];
  const approved = checked.status === 'approved';
  const next = approved ? undefined : checked.decision.next[0]?.sentence;
  const mode = checked.blocking || approved ? '' : ink('dim', checked.mode === 'warn' ? '  warns only' : '  observes only');
  // A long name has a line of its own, so that the rest stays in the terminal.
  const named = nameWidth <= longestName ? `${strong(name, nameWidth)}  ` : `${strong(name)}\n    `;
  say(
    `${ink(colour, glyph)} ${named}${ink(colour, word.padEnd(15))}  ${checked.tier.value.padEnd(8)}  ${ai(checked)}${mode}`,
    ...wrap(happened, indent).map((line) => ink('dim', line)),
    ...wrap(checked.decision.root.sentence, indent),
    ...(next === undefined ? [] : wrap(next, indent + 6).map((line, index) => (index === 0 ? `    ${ink('blue', 'next')}  ${line.trimStart()}` : line))),
    '',
  );
}

function ai({ assistance }: Checked): string {
  if (assistance.state === 'ask') return 'AI? nobody said';
  if (assistance.state === 'not-assisted') return 'no AI, declared';
  if (assistance.state === 'contradictory') return 'AI? contradictory';
  return ink('magenta', `AI ${Math.round(assistance.share * 100)} % ${assistance.tools.join(', ')}`.trimEnd());
}
