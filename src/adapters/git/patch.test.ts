import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatchReader, type PatchSection } from './patch.ts';

function read(patch: string | Buffer, chunk = 1 << 20): (PatchSection | string)[] {
  const found: (PatchSection | string)[] = [];
  const reader = new PatchReader({ commit: (id) => found.push(id), section: (section) => found.push(section) }, true);
  const bytes = Buffer.from(patch as string);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  reader.end();
  return found;
}

const sample = `commit aaa

diff --git a/f b/f
index 1..2 100644
--- a/f
+++ b/f
@@ -1,2 +1 @@ context
--- removed
-@@ -1 +1 @@
+++ added
@@ -9,0 +9,2 @@
+diff --git a/x b/x
+commit bbb
\\ No newline at end of file
diff --git "a/q\\303\\251\\n" "b/q\\303\\251\\n"
old mode 100644
new mode 100755
commit ccc
diff --git a/x y b/z
similarity index 90%
rename from x y
rename to z
diff --git a/b b b/b b
deleted file mode 100644
Binary files a/b b and /dev/null differ
`;

describe('reading a patch', () => {
  it('tells structure from content by the counts of each hunk', () => {
    expect(read(sample)).toEqual([
      'aaa',
      expect.objectContaining({
        newPath: 'f', linesAdded: 3, linesRemoved: 2,
        hunks: [
          { oldStart: 1, newStart: 1, oldCount: 2, newCount: 1, removed: ['-- removed', '@@ -1 +1 @@'], added: ['++ added'] },
          { oldStart: 9, newStart: 9, oldCount: 0, newCount: 2, removed: [], added: ['diff --git a/x b/x', 'commit bbb'] },
        ],
      }),
      expect.objectContaining({ newPath: 'qé\n', hunks: [] }),
      'ccc',
      expect.objectContaining({ oldPath: 'x y', newPath: 'z', renamed: true }),
      expect.objectContaining({ newPath: 'b b', deleted: true, binary: true }),
    ]);
  });

  it('gives the same whatever the pieces it comes in', () => {
    const whole = read(sample);
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), (size) => {
      expect(read(sample, size)).toEqual(whole);
    }));
  });

  it('refuses a patch that ends within a hunk', () => {
    expect(() => read('diff --git a/f b/f\n@@ -1 +1,2 @@\n-a\n+b\n')).toThrow(RangeError);
  });
});
