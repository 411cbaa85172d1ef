/** A way in which somebody alone tries to land a change on a branch that a preset protects. */
export interface Way {
  readonly name: string;
  readonly path: string;
  /** The answer to the question about AI, as a trailer; `null`: they say nothing. */
  readonly trailer: string | null;
  /** In whose name it is committed. */
  readonly by: 'Bo Lind <bo@example.com>' | 'Ana Ruiz <ana@example.com>';
  /** The developer's key in a file approves it. */
  readonly signed: boolean;
}

const bo = 'Bo Lind <bo@example.com>';
const ana = 'Ana Ruiz <ana@example.com>';
const ai = 'Assisted-by: Copilot:gpt-5.2';

/** Each by a developer of the highest level, or by an agent that has all they have. */
export const ways: readonly Way[] = [
  { name: 'AI said, in a critical area', path: 'shop/new.ts', trailer: ai, by: bo, signed: false },
  { name: 'AI said, in a critical area, in another’s name, own file key signs', path: 'shop/new.ts', trailer: ai, by: ana, signed: true },
  { name: 'AI said, elsewhere', path: 'src/new.ts', trailer: ai, by: bo, signed: false },
  { name: 'AI said, elsewhere, in another’s name, own file key signs', path: 'src/new.ts', trailer: ai, by: ana, signed: true },
  { name: 'AI said, in documents', path: 'docs/new.md', trailer: ai, by: bo, signed: false },
  { name: 'nothing said', path: 'shop/new.ts', trailer: null, by: bo, signed: false },
  { name: '"no AI" said, and no trace of one', path: 'shop/new.ts', trailer: 'Assisted-by: none', by: bo, signed: false },
];

/** `lands`: nobody but the developer had a hand in it. */
export type Outcome = 'refused' | 'lands';

/** What becomes of each of `ways`, in their order, with a policy that is the preset and an area that it takes for its worst. */
export const promises: Readonly<Record<string, readonly Outcome[]>> = {
  'amazon-2026': ['refused', 'refused', 'refused', 'refused', 'refused', 'refused', 'lands'],
  'three-tier': ['refused', 'refused', 'refused', 'refused', 'refused', 'refused', 'lands'],
  'four-tier': ['refused', 'refused', 'refused', 'refused', 'refused', 'refused', 'lands'],
  'three-layer': ['refused', 'refused', 'refused', 'refused', 'lands', 'refused', 'lands'],
  'open-source': ['refused', 'refused', 'refused', 'refused', 'refused', 'refused', 'lands'],
};
