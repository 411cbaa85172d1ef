/** What a file is for, told from its path alone; `code` is everything that ships. */
export type PathKind = 'code' | 'docs' | 'test';

const docsFolders = new Set(['docs', 'doc', 'documentation']);
const docsEndings = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|org)$/i;
const docsNames = /^(?:README|LICEN[CS]E|NOTICE|AUTHORS|CHANGELOG|CONTRIBUTING|COPYING)(?:\.txt)?$/i;
const testFolders = new Set(['test', 'tests', '__tests__', 'spec', 'specs', 'e2e', 'testdata', 'fixtures', '__fixtures__', '__mocks__', '__snapshots__', 'cypress']);
const testNames = /(?:[._-](?:test|tests|spec|e2e|cy|stories)\.[^.]+$|^test_|_test\.[^.]+$|(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|scala|groovy|swift|php)$|^conftest\.py$|\.snap$)/;

/** Sorts a path by whole folder names and file name patterns; a folder named `latest` is no test. */
export function pathKind(path: string): PathKind {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  if (docsEndings.test(name) || docsNames.test(name) || folders.some((folder) => docsFolders.has(folder.toLowerCase()))) return 'docs';
  if (testNames.test(name) || folders.some((folder) => testFolders.has(folder.toLowerCase()))) return 'test';
  return 'code';
}

/** The words of a name: `userSession-store.ts` gives user, session, store, ts; `author` stays one word. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
