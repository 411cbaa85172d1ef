import type { RequirementTemplate } from '../../policy/index.ts';
import { leaf, type Node } from '../node.ts';
import { list } from '../phrases.ts';

type ResultTemplate = Extract<RequirementTemplate, { kind: 'tests' | 'scan' | 'edge-cases' }>;

/**
 * Requirements that only the files of a test run or a scan can meet, signed by an enrolled gate. This version reads no
 * such file, so they are unknown and say so: unsigned results are claims and meet nothing.
 */
export function resultNode(template: ResultTemplate): Node {
  const { what, unread } = wordsFor(template);
  return leaf(template.kind, 'unknown', unread, {
    needs: [`${what}${template.after === null ? '' : `, after the ${template.after}`}`],
    wants: [{ for: 'result', kind: template.kind, what, read: false, gates: [] }],
  });
}

function wordsFor(template: ResultTemplate): { readonly what: string; readonly unread: string } {
  switch (template.kind) {
    case 'tests': {
      const what = `${list(template.suites)} tests`;
      const cover = template.cover === null ? '' : ` and cover ${Math.round(template.cover * 100)} % of the AI-written lines`;
      return { what, unread: `no file of test results can be read by this version: ${what} must pass${cover}` };
    }
    case 'scan':
      return { what: 'a clean scan', unread: `no file of scan results can be read by this version: nothing new at or above ${template.noNew}` };
    case 'edge-cases':
      return {
        what: `edge-case tests (${template.classes.join(', ')})`,
        unread: `no edge-case result can be read by this version: a failing-without-it test for ${list(template.classes)}`,
      };
  }
}
