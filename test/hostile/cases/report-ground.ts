import { nodeSha256 } from '../../../src/adapters/git/index.ts';
import { newStatement, writeStatement, type v1 } from '../../../src/core/attestation/index.ts';
import { judge, type Reason } from '../../../src/core/decision/index.ts';
import { foundIn } from '../../../src/core/recorded/index.ts';
import { Failure } from '../../../src/core/values/index.ts';
import { checkChange } from '../../../src/workflows/check-change.ts';
import { readReports, type ReportFiles } from '../../../src/workflows/results/read-reports.ts';
import { evidence } from '../../keys/statement.ts';
import { later, SignedShop, shopPolicy } from '../../verify/signed-shop.ts';
import { once } from './places.ts';
import { topic } from './signed.ts';

/** Files of results that the job of a gate is handed: the whole text of each. */
export type Handed = Readonly<Partial<Record<'junit' | 'coverage' | 'sarif' | 'mutation', string | Uint8Array>>>;

/** The file that the topic changes, and the one line it adds. */
export const touched = 'shop/cart.ts';
export const added = 13;

/** A topic that waits for nothing but results, by what its policy asks for. */
const grounds = new Map<string, ReturnType<typeof ground>>();

function ground(require: string) {
  return once(async () => {
    const shop = await SignedShop.make({ policy: shopPolicy.replace('sign-off: { level: senior, signature: any }', require) });
    const head = topic(shop, { text: 'export const more = 1;\n' });
    const report = await shop.within((ports) => checkChange(ports, { range: 'main..topic', target: null, now: later, preset: null, policyFile: null, peopleFile: null, onProgress: null }));
    return { shop, head, report };
  });
}

function said({ sentence, children }: Reason): readonly string[] {
  return [sentence, ...children.flatMap(said)];
}

/**
 * What the program makes of files of results, were they signed by the gate for this head: `approved`, or why not. They
 * are read and judged as `evidence record` and `check` do.
 */
export async function judged(require: string, handed: Handed): Promise<string> {
  const known = grounds.get(require) ?? ground(require);
  grounds.set(require, known);
  const { shop, head, report } = await known();
  const files: ReportFiles = { junit: [], coverage: [], sarif: [], mutation: [], ...Object.fromEntries(Object.keys(handed).map((kind) => [kind, [kind]])), suite: 'unit', check: null, tool: null };
  const readBytes = (kind: string) => Promise.resolve(Buffer.from(handed[kind as keyof Handed]!));
  const { inputs, change, place } = report;
  try {
    const found = await shop.within((ports) => readReports({ ...ports, readBytes }, files, head, place.target));
    for (const result of found) writeStatement(newStatement('evidence', { ...evidence().predicate, result } as v1.EvidenceV1));
    const results = found.map((result, order) => ({ id: String(order), gate: 'ci', ...foundIn(result), tree: change.head.tree, signedAt: inputs.now, order }));
    const { status, root } = judge({ ...inputs, results }, nodeSha256).decision;
    return status === 'approved' ? status : `${status}: ${said(root).join('; ')}`;
  } catch (error) {
    if (error instanceof Failure && error.code === 'results-invalid') return `refused: ${error.message}`;
    throw error;
  }
}
