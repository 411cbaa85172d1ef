import { newStatement, writeStatement, type v1 } from '../../../src/core/attestation/index.ts';
import { nodeSha256 } from '../../../src/adapters/git/index.ts';
import { Failure } from '../../../src/core/values/index.ts';
import { readReports, type ReportFiles, type ReportPorts } from '../../../src/workflows/results/read-reports.ts';
import { evidence } from '../../keys/statement.ts';
import { taken, type Parser } from '../parser.ts';

const commit = 'c'.repeat(40);
const page = 'services/web/page.ts';
const none: ReportFiles = { junit: [], coverage: [], sarif: [], mutation: [], suite: null, check: null, tool: 'npm test' };

/** A repository of two files, one of which the change touches; what its readers are told, not how git is read. */
function around(bytes: Uint8Array): ReportPorts {
  const id = (digit: string) => digit.repeat(40);
  const repository = {
    facts: () => Promise.resolve({ path: '/srv/shop' }),
    listFiles: () => Promise.resolve([page, 'a b.ts']),
    resolve: () => Promise.resolve({ commit }),
    mergeBase: () => Promise.resolve(id('b')),
    mergeBases: () => Promise.resolve([id('b')]),
    firstParent: () => Promise.resolve(id('b')),
    readTreeOf: (of: string) => Promise.resolve({ commit: of, tree: of }),
    readFile: () => Promise.resolve({ bytes: Buffer.from('\n'.repeat(9)) }),
    comparePaths: () => Promise.resolve([{ path: page }]),
  };
  // The other reports of a run are as they should be.
  const tests = Buffer.from('<testsuite><testcase/></testsuite>');
  return { repository: repository as unknown as ReportPorts['repository'], sha256: nodeSha256, readBytes: (path) => Promise.resolve(path === 'tests' ? tests : Buffer.from(bytes)) };
}

/** A reader of files of results, all the way to what a gate signs of them: a statement that every reader takes. */
function report(name: string, files: Partial<ReportFiles>, sound: (result: v1.ResultV1) => boolean): Parser {
  return {
    name,
    async read(bytes) {
      let results: readonly v1.ResultV1[];
      try {
        results = await readReports(around(bytes), { ...none, ...files }, commit, { ref: 'refs/heads/main', tip: 'b'.repeat(40) });
      } catch (error) {
        if (error instanceof Failure && error.code === 'results-invalid') return null;
        throw error;
      }
      for (const result of results) {
        // Nothing of at most 64 KiB is too much to be signed: what is read can be said.
        writeStatement(newStatement('evidence', { ...evidence().predicate, result }));
        if (!sound(result)) throw new Error(`a result that says more than its file: ${JSON.stringify(result).slice(0, 200)}`);
      }
      return taken;
    },
  };
}

const touchedOnly = (paths: readonly { readonly path: string }[]) => paths.every(({ path }) => path === page);

/** Readers of what test runs, coverage tools, scanners and mutation testing wrote. */
export const reports: readonly Parser[] = [
  report('junit', { junit: ['it'], suite: 'unit' }, (result) => result.kind === 'tests' && (result.outcome === 'passed') === (result.failed === 0 && result.ran > 0)),
  ...['lcov', 'cobertura'].map((name) => report(name, { junit: ['tests'], coverage: ['it'], suite: 'unit' }, (result) => result.kind === 'tests' && touchedOnly(result.coverage ?? []))),
  report('sarif', { sarif: ['it'] }, (result) => result.kind === 'scan' && result.files.every(({ path }) => path === page || path === 'a b.ts')),
  report('mutation', { mutation: ['it'] }, (result) => result.kind === 'edge-cases' && touchedOnly(result.cases)),
];
