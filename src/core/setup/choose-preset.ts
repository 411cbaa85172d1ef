/** What a repository shows of the way it is worked on. */
export interface PresetSignals {
  /** Paths of the root. */
  readonly licence: boolean;
  /** Humans among the authors of the survey. */
  readonly authors: number;
  /** Those of one or two commits. */
  readonly guests: number;
}

/** A preset with the reason it was chosen for. */
export interface PresetChoice {
  readonly preset: string;
  readonly because: string;
}

/** Fewer authors than this are a team, whatever the licence. */
const fewestAuthors = 20;

/** `open-source` where a licence stands in the root and most authors are guests; `amazon-2026` otherwise, and where it does not exist. */
export function choosePreset(signals: PresetSignals, available: readonly string[]): PresetChoice {
  const { licence, authors, guests } = signals;
  const open = licence && authors >= fewestAuthors && guests * 2 >= authors;
  if (open && available.includes('open-source')) return { preset: 'open-source', because: 'a licence, and most of its authors came once or twice' };
  return { preset: 'amazon-2026', because: 'a senior answers for what an AI helped to write' };
}

/** Whether a path is a licence file of the root. */
export function isLicence(path: string): boolean {
  return /^(?:licen[cs]e|copying|unlicense)(?:[.-][\w.-]+)?$/i.test(path);
}
