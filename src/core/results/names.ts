import { ReportProblem } from './report-problem.ts';

const longest = 4096;
/** Characters of all names, where a name counts for more than it holds: short ones are work too. */
const mostCharacters = 200_000_000;
const eachCounts = 64;

/**
 * What the files of one report may be called. A report puts names together out of folders and files: a few long ones, or
 * many of both, make more names than bytes were read.
 */
export class Names {
  #left = mostCharacters;

  /** The name as it came. Throws `ReportProblem` where it is longer than a path can be, or all of them are too much. */
  of(name: string): string {
    if (name.length > longest) throw new ReportProblem(`it names a file or folder by more than ${longest} characters`);
    this.#left -= eachCounts + name.length;
    if (this.#left < 0) throw new ReportProblem('it gives its files too many names: each may lie in any of its folders');
    return name;
  }
}
