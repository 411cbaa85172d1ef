import type { ObjectFormat } from '../../../core/change/index.ts';
import type { ObjectReader } from '../objects/reader.ts';
import type { IdLength } from '../objects/trees.ts';
import type { GitRunner } from '../process/runner.ts';

/** What a replay needs of an opened repository. */
export interface ReplaySource {
  readonly scratch: GitRunner;
  readonly objects: ObjectReader;
  readonly objectFormat: ObjectFormat;
  readonly idLength: IdLength;
  readonly gitVersion: string;
}
