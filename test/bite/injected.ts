/** A text of one file of the sources that is put out for another. */
interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly put: string;
}

/** A mistake somebody could make in the sources, and the test that must notice it. */
export interface InjectedFault extends Edit {
  /** Names the fault in what is printed; lower-case words and hyphens. */
  readonly id: string;
  /** What the program does with it, in a sentence without a full stop. */
  readonly does: string;
  /** Where one mistake alone is caught by a second guard: that one, taken away too. */
  readonly also?: Edit;
  /** Test file, and a part of the name of a test in it that must fail. */
  readonly caughtBy: readonly [file: string, test: string];
}

/** The edits of a fault. */
export function editsOf(fault: InjectedFault): readonly Edit[] {
  return fault.also === undefined ? [fault] : [fault, fault.also];
}

/** The text of a file with the edit made. Throws where the sources have moved on, so that no fault is silently not made. */
export function edited(text: string, { file, find, put }: Edit): string {
  const times = find === '' ? 0 : text.split(find).length - 1;
  if (times !== 1) throw new Error(`its text stands ${times} times in ${file}, and must stand once: \`${find}\``);
  if (put === find) throw new Error(`it changes nothing in ${file}`);
  return text.replace(find, () => put);
}
