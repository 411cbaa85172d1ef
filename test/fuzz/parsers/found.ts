import { parseCommit } from '../../../src/adapters/git/objects/commits.ts';
import { parseTree } from '../../../src/adapters/git/objects/trees.ts';
import { textOf, unquotePath } from '../../../src/adapters/git/objects/bytes.ts';
import { HistoryParser } from '../../../src/adapters/git/history-parser.ts';
import { PatchReader } from '../../../src/adapters/git/patch.ts';
import { agentTracePath, claimOfSession, claimsOfCommit, claimsOfHeader, earlyGitAiPrefix, noteFormats, parseAgentTraces, parseRecord, readGitAiRecord, sessionFiles, type Claim } from '../../../src/core/evidence/index.ts';
import { mentionsInMessage } from '../../../src/core/signoff/index.ts';
import { Failure } from '../../../src/core/values/index.ts';
import { ofText, taken, unless, type Parser } from '../parser.ts';

const commit = '3f2a910'.padEnd(40, '0');
const id = 'a'.repeat(40);

/** Claims come with words of their source, and lines that a file could have. */
function sound(claims: readonly Pick<Claim, 'quote'>[]): null | typeof taken {
  for (const { quote } of claims) if (typeof quote !== 'string') throw new Error('a claim without a quote');
  return claims.length === 0 ? null : taken;
}

const noteRefs = [...noteFormats.filter(({ copyOf }) => copyOf === null).map(({ ref }) => ref), earlyGitAiPrefix];

/** What is handed to a parser in two pieces must be read as what is handed to it at once. */
function inPieces(bytes: Uint8Array, read: (pieces: readonly Buffer[]) => unknown): void {
  const whole = Buffer.from(bytes);
  const cut = whole.length >> 1;
  const [once, twice] = [read([whole]), read([whole.subarray(0, cut), whole.subarray(cut)])];
  if (JSON.stringify(once) !== JSON.stringify(twice)) throw new Error('where it is cut changes what is read');
}

/** Readers of what git and other tools left in a repository. */
export const found: readonly Parser[] = [
  ...noteRefs.map((ref) => ofText(`note-${ref.replace(/^refs\/(?:notes\/)?|\/$/g, '').replaceAll('/', '-')}`, (text) => sound(parseRecord(text, { ref: ref.endsWith('/') ? ref + commit : ref, blob: id, commit }).claims))),
  ofText('git-ai-record', (text) => (readGitAiRecord(text) === null ? null : taken)),
  ofText('agent-trace', (text) => sound(parseAgentTraces(text, { commit, path: agentTracePath }).lines.map(({ claim }) => claim))),
  ofText('entire-checkpoint', (text) => {
    const file = { id: 'a'.repeat(12), commit, path: 'metadata.json', text };
    for (const path of sessionFiles(file)) if (!/^\d{1,6}\/metadata\.json$/.test(path)) throw new Error(`it names a file elsewhere: ${path}`);
    return claimOfSession(file, commit).claim === null ? null : taken;
  }),
  ofText('commit-message', (message) => {
    const person = { name: 'Ana', email: 'ana@example.com' };
    const said = { id: commit, parents: [], author: person, committer: person, authoredAt: 0, committedAt: 0, message };
    for (const { identity } of mentionsInMessage(said)) if (!identity.email.includes('@')) throw new Error('somebody without an address is named');
    return sound(claimsOfCommit(said));
  }),
  ofText('file-header', (text) => sound(claimsOfHeader(text, { commit, path: 'src/a.ts' }))),
  { name: 'raw-commit', read: (bytes) => unless(Failure, () => (parseCommit(id, Buffer.from(bytes)), taken)) },
  {
    name: 'raw-tree',
    read(bytes) {
      const entries = unless(Failure, () => parseTree(id, Buffer.from(bytes), 20));
      if (entries === null) return null;
      if (new Set(entries.map(({ name }) => name)).size !== entries.length) throw new Error('two entries have one name');
      return taken;
    },
  },
  {
    name: 'git-log',
    read(bytes) {
      inPieces(bytes, (pieces) => {
        const parser = new HistoryParser();
        return unless(Failure, () => [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]);
      });
      return taken;
    },
  },
  {
    name: 'git-patch',
    read(bytes) {
      inPieces(bytes, (pieces) => {
        const sections: unknown[] = [];
        const reader = new PatchReader({ commit: (name) => void sections.push(name), section: (section) => void sections.push(structuredClone(section)) }, true);
        return unless(RangeError, () => {
          for (const piece of pieces) reader.push(piece);
          reader.end();
          return sections;
        });
      });
      return taken;
    },
  },
  { name: 'quoted-path', read: (bytes) => (typeof unquotePath(textOf(Buffer.from(bytes))) === 'string' ? taken : null) },
];
