/** A way in which somebody alone tries to land a change on a branch that a preset protects. */
export interface Way {
  readonly name: string;
  readonly path: string;
  /** The answer to the question about AI, as a trailer; `null`: they say nothing. */
  readonly trailer: string | null;
  /** In whose name it is committed. */
  readonly by: string;
  /** What the developer's key in a file signs of it. */
  readonly signs: 'nothing' | 'an approval' | 'that no AI was used';
  /** A file that is there is taken away instead of one added. */
  readonly takesAway?: true;
  /** A job of CI that nobody could edit found nothing in it: its gate signs that the tests passed, and a clean scan. */
  readonly checked?: true;
}

const bo = 'Bo Lind <bo@example.com>';
const ana = 'Ana Ruiz <ana@example.com>';
const bot = 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>';
const ai = 'Assisted-by: Copilot:gpt-5.2';
const none = 'Assisted-by: none';
const web = 'GitHub <noreply@github.com>';

/** Each by a developer of the highest level, or by an agent that has all they have. */
export const ways: readonly Way[] = [
  { name: 'AI said, in a critical area', path: 'shop/new.ts', trailer: ai, by: bo, signs: 'nothing' },
  { name: 'AI said, in a critical area, in another’s name, own file key approves', path: 'shop/new.ts', trailer: ai, by: ana, signs: 'an approval' },
  { name: 'AI said, elsewhere', path: 'src/new.ts', trailer: ai, by: bo, signs: 'nothing' },
  { name: 'AI said, elsewhere, in another’s name, own file key approves', path: 'src/new.ts', trailer: ai, by: ana, signs: 'an approval' },
  { name: 'AI said, in documents', path: 'docs/new.md', trailer: ai, by: bo, signs: 'nothing' },
  { name: 'AI said, in documents, in another’s name, own file key approves', path: 'docs/new.md', trailer: ai, by: ana, signs: 'an approval' },
  { name: 'nothing said', path: 'shop/new.ts', trailer: null, by: bo, signs: 'nothing' },
  { name: '"no AI" said, and no trace of one', path: 'shop/new.ts', trailer: none, by: bo, signs: 'nothing' },
  { name: '"no AI" said, and own file key signs that too', path: 'shop/new.ts', trailer: none, by: bo, signs: 'that no AI was used' },
  { name: '"no AI" said, in another’s name, own file key approves', path: 'shop/new.ts', trailer: none, by: ana, signs: 'an approval' },
  { name: '"no AI" said, in documents', path: 'docs/new.md', trailer: none, by: bo, signs: 'nothing' },
  { name: '"no AI" said, in documents, in another’s name, own file key approves', path: 'docs/new.md', trailer: none, by: ana, signs: 'an approval' },
  { name: 'nothing said, in the name of enrolled automation, own file key approves', path: 'package.json', trailer: null, by: bot, signs: 'an approval' },
  { name: '"no AI" said, in the forge’s own name', path: 'src/new.ts', trailer: none, by: web, signs: 'nothing' },
  { name: '"no AI" said, a file only taken away', path: 'shop/cart.ts', trailer: none, by: bo, signs: 'nothing', takesAway: true },
  { name: 'AI said, in a critical area, and a job of CI signs that its tests and scans are clean', path: 'shop/new.ts', trailer: ai, by: bo, signs: 'nothing', checked: true },
  { name: 'AI said, elsewhere, and a job of CI signs that its tests and scans are clean', path: 'src/new.ts', trailer: ai, by: bo, signs: 'nothing', checked: true },
  { name: 'AI said, in documents, and a job of CI signs that its tests and scans are clean', path: 'docs/new.md', trailer: ai, by: bo, signs: 'nothing', checked: true },
];

/** `lands`: nobody but the developer had a hand in it. */
export type Outcome = 'refused' | 'lands';

const never: readonly Outcome[] = ways.map(() => 'refused');

/** What becomes of each of `ways`, in their order, with a policy that is the preset and an area that it takes for its worst. */
export const promises: Readonly<Record<string, readonly Outcome[]>> = {
  'amazon-2026': never,
  'three-tier': never,
  'four-tier': never,
  'three-layer': never,
  'open-source': never,
};
