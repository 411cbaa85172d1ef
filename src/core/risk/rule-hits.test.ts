import { describe, expect, test } from 'vitest';
import type { FileChange } from '../change/index.ts';
import { findPathHits, findRuleHits } from './rule-hits.ts';

function file(path: string, removed: readonly string[], added: readonly string[], fields: Partial<FileChange> = {}): FileChange {
  return {
    path,
    status: 'M',
    oldMode: '100644',
    newMode: '100644',
    oldId: '1',
    newId: '2',
    oldSha256: 'a',
    newSha256: 'b',
    linesAdded: added.length,
    linesRemoved: removed.length,
    uncounted: null,
    hunks: [{ oldStart: 10, newStart: 10, removed, added }],
    ...fields,
  };
}

describe('paths', () => {
  test.each([
    ['.countersign/policy.yaml', 'policy-file'],
    ['.github/CODEOWNERS', 'code-owners'],
    ['db/migrations/0007_add.sql', 'migration'],
    ['db/migrate/20260101_x.rb', 'migration'],
    ['sql/V2__x.sql', 'migration'],
    ['src/auth/index.ts', 'auth'],
    ['src/useAuth.ts', 'auth'],
    ['app/login.py', 'auth'],
    ['lib/session.rb', 'auth'],
    ['lib/user-session.ts', 'auth'],
    ['lib/crypto/sign.go', 'crypto'],
    ['deploy/server.pem', 'crypto'],
    ['services/checkout/a.ts', 'payment'],
    ['src/pricing.ts', 'payment'],
    ['infra/main.tf', 'infrastructure'],
    ['deploy/helm/values.yaml', 'infrastructure'],
    ['.github/workflows/ci.yml', 'ci'],
    ['.github/workflows/\u2028ci.yml', 'ci'],
    ['.github/workflows/a\nb.yml', 'ci'],
    ['.circleci/\rconfig.yml', 'ci'],
    ['sql/V2__\u2029x.sql', 'migration'],
    ['Dockerfile', 'container'],
    ['config/feature-flags.json', 'feature-flag'],
    ['package-lock.json', 'dependencies'],
  ])('%s is seen as %s', (path, id) => {
    expect(findPathHits(path).map((hit) => hit.id)).toContain(id);
  });

  test.each([
    'src/author.ts',
    'src/authority/list.ts',
    'src/training-session.ts',
    'tests/auth/login.ts',
    'src/auth.test.ts',
    'docs/auth/login.md',
    'locales/en/login.json',
    'src/git/checkout.ts',
    'src/auth/logo.png',
    'src/migrate-hints.ts',
    'src/keyboard.ts',
    'src/cryptocurrency-list.ts',
    'src/tokenizer.ts',
    'notes/terraform.md',
    'db/migrations/__init__.py',
    'src/flagship.ts',
  ])('%s raises nothing', (path) => {
    expect(findPathHits(path)).toEqual([]);
  });
});

/** id, path, removed, added */
type Row = readonly [id: string, path: string, removed: readonly string[], added: readonly string[]];

const fires: readonly Row[] = [
  ['row-lock-removed', 'a.ts', ["db.query('SELECT 1 FROM s WHERE id=$1 FOR UPDATE')"], ["db.query('SELECT 1 FROM s')"]],
  ['row-lock-removed', 'a.py', ['Stock.objects.select_for_update().get(pk=1)'], ['Stock.objects.get(pk=1)']],
  ['lock-removed', 'a.go', ['s.mu.Lock()', 'defer s.mu.Unlock()'], []],
  ['lock-removed', 'a.ts', ['await stockMutex.runExclusive(async () => {'], ['{']],
  ['lock-removed', 'a.py', ['with self._lock:'], []],
  ['transaction-removed', 'a.ts', ['await db.transaction(async (tx) => {'], []],
  ['transaction-removed', 'A.java', ['@Transactional'], []],
  ['timeout-removed', 'a.ts', ['const res = await fetch(url, { signal, timeout: 5000 });'], ['const res = await fetch(url);']],
  ['timeout-removed', 'a.py', ['requests.get(url, timeout=5)'], ['requests.get(url)']],
  ['timeout-removed', 'a.ts', ['signal: AbortSignal.timeout(2000),'], []],
  ['retry-without-limit', 'a.ts', [], ['while (true) {', '  try { return await send(); } catch { await sleep(100); }', '}']],
  ['retry-without-limit', 'a.ts', ['retries: 3,'], ['retries: Infinity,']],
  ['retry-without-limit', 'a.go', [], ['for {', 'if err := send(); err == nil { break }', '// again', 'retry()']],
  ['data-deleted', 'a.sql', [], ['DROP TABLE orders;']],
  ['data-deleted', 'a.sql', [], ['DELETE FROM orders;']],
  ['data-deleted', 'a.sql', [], ['ALTER TABLE orders DROP COLUMN price;']],
  ['data-deleted', 'a.py', [], ['db.execute("drop table if exists {}".format(name))']],
  ['data-deleted', 'a.py', [], ["cursor.execute('DELETE FROM orders')"]],
  ['data-deleted', 'a.ts', [], ["// harmless\rdb.execute('DROP TABLE orders')"]],
  ['data-deleted', 'a.ts', [], ["// harmless\u2028db.execute('DROP TABLE orders')"]],
  ['data-deleted', 'a.sql', [], ['ALTER TABLE orders\u2029DROP TABLE prices;']],
  ['recreated', 'deploy.yaml', [], ['strategy:\rtype: Recreate']],
  ['infrastructure-destroyed', 'deploy.sh', [], ['terraform destroy -auto-approve']],
  ['infrastructure-destroyed', 'main.tf', ['force_destroy = false'], ['force_destroy = true']],
  ['protection-removed', 'main.tf', ['prevent_destroy = true'], []],
  ['recreated', 'deploy.sh', [], ['docker compose up -d --force-recreate']],
  ['flag-default-flipped', 'config/flags.json', ['"newCheckout": false,'], ['"newCheckout": true,']],
  ['cache-without-limit', 'a.ts', [], ['const priceCache = new Map<string, Price>();']],
  ['cache-without-limit', 'a.py', [], ['_cache: dict[str, int] = {}']],
  ['cache-without-limit', 'a.py', [], ['@lru_cache(maxsize=None)', 'def price(sku):']],
  ['finding-suppressed', 'a.ts', [], ['// eslint-disable-next-line no-await-in-loop']],
  ['finding-suppressed', 'a.py', [], ['run(cmd)  # nosec']],
  ['finding-suppressed', 'a.go', [], ['x := f() //nolint:errcheck']],
];

const silent: readonly Row[] = [
  ['a comment', 'a.ts', ['// FOR UPDATE keeps others out'], []],
  ['documentation', 'docs/locks.md', ['SELECT 1 FOR UPDATE', 'timeout: 5'], ['DROP TABLE x;']],
  ['a lock that moved within the file', 'a.go', ['  s.mu.Lock()'], ['s.mu.Lock()']],
  ['a timeout that changed its value', 'a.ts', ['timeout: 5000'], ['timeout: 3000']],
  ['a timer', 'a.ts', ['setTimeout(tick, 10);'], []],
  ['an unlock of a block', 'a.ts', ['block.acquire();'], []],
  ['an event loop', 'a.ts', [], ['while (true) {', '  const event = await queue.next();', '}']],
  ['a retry with a limit', 'a.ts', [], ['while (true) {', '  try { return send(); } catch (e) { if (++n > maxAttempts) throw e; }', '}']],
  ['a delete with WHERE on the next line', 'a.sql', [], ['DELETE FROM orders', 'WHERE id = 1;']],
  ['the way back of a migration', 'migrations/a.py', [], ['def upgrade():', "    op.create_table('x')", 'def downgrade():', "    op.drop_table('x')"]],
  ['a cache with a lifetime', 'a.ts', [], ['const cache = new Map();', 'const ttl = 60;']],
  ['a flag whose line changed otherwise', 'config/flags.json', ['"a": false,'], ['"b": true,']],
  ['a value that is no flag', 'config/app.json', ['"a": false,'], ['"a": true,']],
  ['a suppression that was edited', 'a.ts', ['// eslint-disable-next-line a'], ['// eslint-disable-next-line a, b']],
  ['an iteration that ends', 'a.py', [], ['while True:', '    item = take(rows)', '    if item is None: break', 'def take(rows):', '    try: return next(rows)', '    except StopIteration: return None']],
  ['a function named after a timeout', 'a.ts', ['const timeout = (n: number) => new Promise((r) => setTimeout(r, n))'], []],
  ['prose about dropping', 'a.py', [], ['raise Error(f"Cannot drop column {name!r}")', 'help="Truncate table before inserting"', '"Delete from the list"']],
  ['a condition under which a test cannot run', 'tests/test_a.py', [], ['pytest.skip("SQLite is too old")']],
  ['a test fixture', 'tests/a.sql', [], ['DROP TABLE orders;']],
  ['a word inside a longer one', 'a.ts', ['const deadlock = 1;', 'transactional()'], []],
];

function contentIds(files: readonly FileChange[]): readonly string[] {
  const byPath = new Set(files.flatMap((one) => findPathHits(one.path).map((hit) => hit.id)));
  return findRuleHits(files).map((hit) => hit.id).filter((id) => !byPath.has(id));
}

describe('lines', () => {
  test.each(fires)('%s fires in %s: −%j +%j', (id, path, removed, added) => {
    expect(contentIds([file(path, removed, added)])).toEqual([id]);
  });

  test.each(silent)('%s is silent (%s)', (_, path, removed, added) => {
    expect(contentIds([file(path, removed, added)])).toEqual([]);
  });

  test('a hit names the line in the head', () => {
    expect(findRuleHits([file('a.sql', [], ['SELECT 1;', 'DROP TABLE x;'])])).toMatchObject([{ path: 'a.sql', line: 11, count: 1 }]);
  });

  test('code moved to another file is neither removed nor added', () => {
    expect(contentIds([file('a.ts', ['await stockMutex.runExclusive(f);'], []), file('b.ts', [], ['  await stockMutex.runExclusive(f);'])])).toEqual([]);
  });
});

describe('tests', () => {
  test('a deleted test counts, whether its file stays or goes', () => {
    expect(findRuleHits([file('a.test.ts', ["  it('a', () => {", "  it('b', () => {"], ["  it('b', () => {"])])).toMatchObject([{ id: 'test-deleted', says: 'deletes a test' }]);
    expect(findRuleHits([file('test_a.py', ['def test_a():', 'def test_b():'], [], { status: 'D' })])).toMatchObject([{ says: 'deletes 2 tests', line: null }]);
    expect(findRuleHits([file('a_test.go', [], [], { status: 'D', hunks: [], linesRemoved: null })])).toMatchObject([{ says: 'deletes a test' }]);
  });

  test('a test that moved, was renamed or replaced is not deleted', () => {
    const lines = ["it('a', () => {"];
    expect(findRuleHits([file('a.test.ts', lines, [], { status: 'D' }), file('b.test.ts', [], lines, { status: 'A' })])).toEqual([]);
    expect(findRuleHits([file('a.test.ts', lines, ["it('b', () => {"])])).toEqual([]);
  });

  test('a test switched off is told apart from a deleted one', () => {
    expect(findRuleHits([file('a.test.ts', ["it('a', () => {"], ["it.skip('a', () => {"])]).map((hit) => hit.id)).toEqual(['test-switched-off']);
  });
});
