import type { Instant } from '../../values/index.ts';
import type { ProposedArea } from '../areas/propose-areas.ts';
import type { SizeFinding } from '../survey/calibrate-size.ts';
import { comment, counted, day, inComment, list, scalar } from './yaml-text.ts';

/** An area with what its history says of it. */
export interface SurveyedArea extends ProposedArea {
  /** Commits of the survey that touched it. */
  readonly commits: number;
  /** Who wrote most of them: ids of proposed people with their share, 0 to 1; most first. */
  readonly writers: readonly { readonly person: string; readonly share: number }[];
}

/** Everything a new policy file says. */
export interface PolicyDraft {
  readonly preset: string;
  /** Full ref name. */
  readonly target: string;
  readonly areas: readonly SurveyedArea[];
  readonly partsLeftOut: number;
  /** Areas of the preset that no file lies in. */
  readonly unused: readonly string[];
  readonly size: SizeFinding;
  /** CODEOWNERS file to take owners from, with those it asks that nobody enrolled is. */
  readonly codeowners: { readonly dialect: 'github' | 'gitlab'; readonly path: string; readonly unknown: readonly string[] } | null;
  /** What it was read from, in words. */
  readonly origin: string;
}

/** A new `policy.yaml`, commented for whoever takes it over. */
export function policyText(draft: PolicyDraft): string {
  const { preset, target, areas, size } = draft;
  const own = areas.filter(({ paths }) => paths.length > 0);
  const lines = [
    ...comment(`What is asked of a change, by where it is made and who wrote it. It counts once it is on the branch named under protected. Proposed from ${draft.origin}: read it, then change it.`),
    '# Every mistake, with its place: countersign policy lint. What is in force: countersign policy show.',
    'version: 1',
    `extends: ${scalar(preset)}   # its rules: countersign policy show ${preset}`,
    'mode: observe   # decides and shows, blocks nothing; then warn, then enforce, area by area',
    `protected: [${scalar(target)}]`,
  ];
  lines.push(...ownersLines(draft.codeowners));
  lines.push('');
  if (draft.unused.length > 0) {
    const them = draft.unused.length === 1 ? 'it' : 'them';
    lines.push(...comment(`The preset also has ${listed(draft.unused)}: no file here is in ${them}. If you have such a part under another name, give the area its paths.`));
  }
  lines.push(own.length === 0 ? '# areas:' : 'areas:');
  for (const area of own) lines.push(...areaLines(area));
  if (own.length === 0) lines.push('#   checkout: { paths: [services/checkout/**], tier: critical, owners: [team] }');
  if (draft.partsLeftOut > 0) lines.push(`  # ${counted(draft.partsLeftOut, 'part')} that ${draft.partsLeftOut === 1 ? 'changes' : 'change'} less ${draft.partsLeftOut === 1 ? 'is' : 'are'} left to default-tier.`);
  lines.push('', ...sizeLines(size));
  return `${lines.join('\n')}\n`;
}

function areaLines(area: SurveyedArea): readonly string[] {
  const { name, paths, tier, ofPreset, because, writers, commits, files } = area;
  const lines = [
    `  # ${inComment(`${area.why}: ${counted(files.length, 'file')}, ${counted(commits, 'commit')}`)}`,
    `  ${scalar(name)}:`,
    `    paths: ${list(paths, 6, 11)}`.replace(': \n', ':\n'),
  ];
  if (!ofPreset) lines.push(`    tier: ${tier}`);
  if (!ofPreset && because !== null) lines.push(`    because: ${scalar(because)}`);
  if (writers.length > 0 && tier !== 'low') {
    const shares = writers.map(({ share }) => `${Math.round(share * 100)} %`).join(', ');
    lines.push(`    # owners: [${writers.map(({ person }) => scalar(person)).join(', ')}]   # wrote ${shares} of these commits`);
  }
  return lines;
}

function ownersLines(file: PolicyDraft['codeowners']): readonly string[] {
  if (file === null) return [];
  const { dialect, path, unknown } = file;
  if (unknown.length === 0) return [`codeowners: ${dialect}   # where no area names owners, ${inComment(path)} does`];
  const some = `${unknown.slice(0, 4).join(', ')}${unknown.length > 4 ? ` and ${unknown.length - 4} more` : ''}`;
  return ['', ...comment(`${path} asks ${some}, whom people.yaml does not know: nobody could sign for what is theirs. Once it does (people, or teams under the last part of their names), take this in:`), `# codeowners: ${dialect}`];
}

function sizeLines(size: SizeFinding): readonly string[] {
  if (!size.known) {
    const fixes = size.fixed === 1 ? '1 fix' : `${size.fixed} fixes`;
    return comment(`No size card of your own: the history names ${fixes} of ${counted(size.changes, 'change')} of the time looked at (Fixes: trailers, reverts), which is too little; 30 of 200 are needed. The shipped table stands in.`);
  }
  return [
    '# How often changes of each size needed a fix here; used where a size has enough changes, the shipped table elsewhere.',
    'calibration:',
    `  source: ${scalar(size.source)}`,
    `  until: ${size.until}`,
    '  buckets:',
    ...size.buckets.map(({ from, to, changes, fixed }) => `    - { from: ${from}, to: ${to ?? 'null'}, changes: ${changes}, fixed: ${fixed} }`),
  ];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Words for what was looked at: `1,199 commits since 2024-11-21 and 142 files of refs/heads/main`. */
export function originWords(commits: number, oldest: Instant | null, files: number, ref: string): string {
  return `${counted(commits, 'commit')}${oldest === null ? '' : ` since ${day(oldest)}`} and ${counted(files, 'file')} of ${ref}`;
}
