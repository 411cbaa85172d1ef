import { z } from 'zod';
import { amount, commitId, share, source, time } from './parts.ts';

const counted = z.object({ commits: amount, of: amount });

const reviewer = z.object({
  who: z.string().describe('person id, or an identity of the history where nobody is enrolled'),
  name: z.string(),
  knowledge: z.number().min(0).describe('sum of work on these files and beside them, halved every 180 days'),
  share: share.describe('of all that anybody knows of these files'),
  wrote: counted.describe('commits of the last year to these files (to their folders where nobody touched them)'),
  reviewed: counted.describe('the same for reviews that trailers record'),
  load: z.number().min(0).describe('what waits for them, or the reviews of their last week, see loadFrom'),
  out: z.string().nullable().describe('why not to ask them'),
  because: z
    .array(z.object({ commit: commitId, subject: z.string(), kind: z.enum(['authored', 'fixed', 'reviewed']), at: time }))
    .describe('the three commits that count most'),
});

/** `countersign reviewers --json` */
export const reviewers = z.object({
  schema: z.literal('urn:countersign:schema:reviewers:v1'),
  repository: z.string(),
  range: z.string(),
  target: z.string(),
  base: z.string(),
  head: commitId,
  source,
  files: amount,
  from: z.enum(['enrolled', 'history']).describe('history: nobody is enrolled, so these are identities commits claim, and none of them can sign'),
  asked: z.enum(['signers', 'anybody']).describe('signers: those whose signature the decision asks for'),
  loadFrom: z.enum(['file', 'history']),
  ask: z.string().nullable().describe('who of `reviewers`'),
  learner: z.string().nullable().describe('who should come to share what the one asked alone knows'),
  reviewers: z.array(reviewer).describe('who can be asked, most knowledge first'),
  out: z.array(reviewer).describe('who cannot'),
  elsewhere: share.describe('known by people who are no candidates'),
  history: z.object({ since: time, commits: amount, unread: z.array(z.string()) }),
});

export type ReviewersJson = z.infer<typeof reviewers>;
