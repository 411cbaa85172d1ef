import { byteStrings } from './cases/bytes.ts';
import { changes } from './cases/changes.ts';
import { history } from './cases/history.ts';
import { jobs } from './cases/jobs.ts';
import { keys } from './cases/keys.ts';
import { landings } from './cases/landings.ts';
import { ledgers } from './cases/ledgers.ts';
import { pages } from './cases/pages.ts';
import { pushes } from './cases/pushes.ts';
import { results } from './cases/results.ts';
import { reports } from './cases/reports.ts';
import type { Row } from './cases/row.ts';
import { signers } from './cases/signers.ts';
import { touches } from './cases/touches.ts';
import { witnesses } from './cases/witnesses.ts';
import { writers } from './cases/writers.ts';

/** Every attack that is tried, by subject. */
export const table: readonly Row[] = [...changes, ...pushes, ...signers, ...writers, ...keys, ...touches, ...pages, ...results, ...reports, ...jobs, ...byteStrings, ...landings, ...history, ...ledgers, ...witnesses];
