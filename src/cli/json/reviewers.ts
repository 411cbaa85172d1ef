import type { ReviewersJson } from '../../contract/reviewers.ts';
import type { RankedCandidate } from '../../core/reviewers/index.ts';
import { formatInstant } from '../../core/values/index.ts';
import type { ReviewersReport } from '../../workflows/propose-reviewers.ts';

/** `reviewers --json` */
export function reviewersJson({ check, from, asked, loadFrom, proposal, history }: ReviewersReport): ReviewersJson {
  const { change } = check;
  return {
    schema: 'urn:countersign:schema:reviewers:v1',
    repository: check.repository.name,
    range: check.range,
    target: check.target,
    base: change.base.commit,
    head: change.head.commit,
    source: { ...check.source },
    files: change.files.length,
    from,
    asked,
    loadFrom,
    ask: proposal.ask?.who ?? null,
    learner: proposal.learner?.who ?? null,
    reviewers: proposal.ranked.map(reviewerJson),
    out: proposal.out.map(reviewerJson),
    elsewhere: proposal.elsewhere,
    history: { since: formatInstant(history.since), commits: history.commits, unread: [...history.unread] },
  };
}

function reviewerJson({ who, name, knowledge, share, wrote, reviewed, load, out, because }: RankedCandidate): ReviewersJson['reviewers'][number] {
  return { who, name, knowledge, share, wrote, reviewed, load, out, because: because.map((one) => ({ ...one, at: formatInstant(one.at) })) };
}
