import type { RankedCandidate, ReviewerProposal } from '../../core/reviewers/index.ts';
import type { ReviewersReport } from '../../workflows/propose-reviewers.ts';
import { safeText } from '../terminal/foreign.ts';
import { labelled } from '../terminal/labelled.ts';
import { count, counted, day, listed, percent } from '../terminal/numbers.ts';
import { clip, columns, padEnd, span, wrap, type Line } from '../terminal/spans.ts';

const mostRows = 8;
const mostPeople = 3;
const mostOut = 6;
const column = 19;

/** Whom to ask in one line; then who knows how much, which commits made it so, and who cannot be asked. */
export function reviewersText(given: ReviewersReport, { width }: { readonly width: number }): Line[] {
  const report = { ...given, proposal: shortNames(given.proposal) };
  const { proposal, history, from } = report;
  return [
    ...wrap([], answer(report), width, 2),
    [],
    ...table(report, width),
    ...reasons(proposal, width),
    ...out(proposal, width),
    ...labelled(span('faint', 'read'), [`${counted(history.commits, 'commit')} since ${day(history.since)}; a file that was moved starts anew; ${loadWords(report)}`], layout(width)),
    ...history.unread.flatMap((sentence) => labelled(span('pending', 'not read'), [safeText(sentence)], layout(width))),
    ...(from === 'history' ? labelled(span('pending', 'nobody enrolled'), ['names are those commits claim; none of them can sign before `.countersign/people.yaml` lists them'], layout(width)) : []),
    ...elsewhere(report, width),
  ];
}

function layout(width: number) {
  return { indent: 2, column, width };
}

/** Names without their addresses, where no two people share one. */
function shortNames(proposal: ReviewerProposal): ReviewerProposal {
  const bare = (name: string) => name.replace(/(?<=\S) <[^<>]*>$/, '');
  const taken = new Map<string, number>();
  for (const { name } of [...proposal.ranked, ...proposal.out]) taken.set(bare(name), (taken.get(bare(name)) ?? 0) + 1);
  const short = (one: RankedCandidate): RankedCandidate => (taken.get(bare(one.name)) === 1 ? { ...one, name: bare(one.name) } : one);
  const ranked = proposal.ranked.map(short);
  const find = (one: RankedCandidate | null) => ranked.find(({ who }) => who === one?.who) ?? null;
  return { ...proposal, ranked, out: proposal.out.map(short), ask: find(proposal.ask), learner: find(proposal.learner) };
}

function answer({ proposal, check, from }: ReviewersReport): Line {
  const { ask, learner, ranked } = proposal;
  if (check.change.files.length === 0) return [span('strong', 'nothing to review'), ': both trees are equal'];
  if (ask === null) return [span('pending', 'nobody can be asked'), from === 'history' ? ': nobody but the author has worked here in two years' : ': see why below'];
  const best = ranked[0]!;
  const beside = learner === null ? '' : `; ${safeText(learner.name)} as learner`;
  const instead = best.who !== ask.who ? `; ${safeText(best.name)} knows more and has more waiting` : '';
  return ['ask ', span('strong', safeText(ask.name)), `: ${what(ask)}${beside}${instead}`];
}

/** The plainest true thing about what somebody knows here. */
function what({ wrote, reviewed, share }: RankedCandidate): string {
  if (wrote.commits > 0) return `wrote ${percent(wrote.commits, wrote.of)} of the last year here`;
  if (reviewed.commits > 0) return `reviewed ${percent(reviewed.commits, reviewed.of)} of the last year here`;
  if (share > 0) return `holds ${percent(share, 1)} of what is known here, from older work or from files beside`;
  return 'nobody who can be asked has worked here, so whoever has least waiting';
}

function table({ proposal, loadFrom }: ReviewersReport, width: number): Line[] {
  // Whoever knows next to nothing is only worth a line where few know more.
  const rows = proposal.ranked.filter(({ share }, index) => index < mostRows && (share >= 0.01 || index < 3));
  if (rows.length === 0) return [];
  const name = Math.min(Math.max(...rows.map((row) => columns(safeText(row.name))), 8), Math.max(8, width - 40));
  const cells = (each: readonly string[]) => each.map((cell) => cell.padStart(10)).join('');
  const head = `  ${padEnd('', name)}${cells(['knows', 'wrote', 'reviewed', loadFrom === 'file' ? 'waiting' : 'this week'])}`;
  const lines: Line[] = [[span('faint', head)]];
  for (const row of rows) {
    const shown = safeText(row.name);
    const asked = row === proposal.ask ? span('strong', padEnd(shown, name)) : padEnd(shown, name);
    const numbers = cells([percent(row.share, 1), count(row.wrote.commits), count(row.reviewed.commits), loadFrom === 'file' ? count(row.load) : row.load.toFixed(1)]);
    if (columns(shown) > name) lines.push(['  ', shown], [`  ${padEnd('', name)}${numbers}`]);
    else lines.push(['  ', asked, numbers]);
  }
  if (proposal.ranked.length > rows.length) lines.push([span('faint', `  and ${count(proposal.ranked.length - rows.length)} more`)]);
  return [...lines, []];
}

const did = { authored: 'wrote', fixed: 'fixed', reviewed: 'reviewed' } as const;

function reasons({ ask, learner, ranked }: ReviewerProposal, width: number): Line[] {
  const shown = [...new Set([ask, learner, ...ranked])].filter((one) => one !== null).filter(({ because }) => because.length > 0);
  const lines = shown.slice(0, mostPeople).flatMap(({ name, because }) =>
    because.flatMap(({ commit, subject, kind, at }, index) =>
      labelled(index === 0 ? clip(safeText(name), column - 4) : '', [`${did[kind]} `, span('act', commit.slice(0, 7)), ` ${safeText(subject)}, ${day(at)}`], layout(width)),
    ),
  );
  return lines.length === 0 ? [] : [...lines, []];
}

function out({ out: all }: ReviewerProposal, width: number): Line[] {
  const known = all.filter(({ share }) => share > 0);
  const lines = known.slice(0, mostOut).flatMap(({ name, share, out: why }) => labelled(span('faint', 'not asked'), [`${safeText(name)}, who holds ${percent(share, 1)}: ${safeText(why ?? '')}`], layout(width)));
  const rest = all.filter((one) => !known.slice(0, mostOut).includes(one));
  if (known.length === 0 && rest.length > 0 && rest.length <= 4) lines.push(...labelled(span('faint', 'not asked'), [listed(rest.map(({ name, out: why }) => `${safeText(name)} (${safeText(why ?? '')})`), 'and')], layout(width)));
  else if (rest.length > 0) lines.push(...labelled(span('faint', 'not asked'), [`${counted(rest.length, 'other')}, see --json`], layout(width)));
  return lines;
}

function loadWords({ loadFrom }: ReviewersReport): string {
  return loadFrom === 'file' ? 'what waits is from the file you named' : '“this week” counts reviews that landed in the last seven days, newer ones more';
}

function elsewhere({ proposal, from }: ReviewersReport, width: number): Line[] {
  if (from === 'history' || proposal.elsewhere < 0.005) return [];
  return labelled(span('pending', 'elsewhere'), [`${percent(proposal.elsewhere, 1)} of what is known here is held by people who are not enrolled, or left`], layout(width));
}
