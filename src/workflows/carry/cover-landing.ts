import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Repository } from '../ports/index.ts';
import { Coverage } from './coverage.ts';
import type { LandingCover, StoodThen } from './landing-cover.ts';

/** What of the sign-offs of a ledger covers a landing. */
export interface CoverLandingQuery {
  /** Full id of a first-parent commit of the target. */
  readonly landing: string;
  /** Full ref name. */
  readonly target: string;
  /** Newest commit of the target to look at, full id; in a hook the one that is pushed. */
  readonly tip: string;
  /** Statements about this repository whose signatures hold, of any kind. Ask with the same list about many landings: what was read is kept with it. */
  readonly signed: readonly RecordedStatement[];
  /** The same for the same list. */
  readonly stoodThen?: StoodThen;
}

const kept = new WeakMap<Repository, WeakMap<readonly RecordedStatement[], Map<string, Promise<Coverage>>>>();

/**
 * Which sign-offs cover a landing, by which test, judged by trees and history alone: whose they are, what they
 * are worth and whether policy lets `textual` count for each moved file is the caller's to judge.
 */
export async function coverLanding({ repository }: { readonly repository: Repository }, { landing, ...query }: CoverLandingQuery): Promise<LandingCover> {
  return (await coverageOf(repository, query)).landing(landing);
}

function coverageOf(repository: Repository, options: Omit<CoverLandingQuery, 'landing'>): Promise<Coverage> {
  let bySigned = kept.get(repository);
  if (bySigned === undefined) kept.set(repository, (bySigned = new WeakMap()));
  let byTip = bySigned.get(options.signed);
  if (byTip === undefined) bySigned.set(options.signed, (byTip = new Map()));
  const key = `${options.tip} ${options.target}`;
  let coverage = byTip.get(key);
  if (coverage === undefined) byTip.set(key, (coverage = Coverage.open(repository, options)));
  return coverage;
}
