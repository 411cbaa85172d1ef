import type { RequirementTemplate } from '../../policy/index.ts';
import { leaf, type Node } from '../node.ts';
import { list } from '../phrases.ts';

type ResultTemplate = Exclude<RequirementTemplate, { kind: 'sign-off' | 'review' | 'checklist' | 'rewrite' }>;

/**
 * Requirements that only a result signed by an enrolled gate, or a document bound to the change, can meet.
 * This version reads neither, so they are unknown and say so: unsigned results are claims and meet nothing.
 */
export function resultNode(template: ResultTemplate): Node {
  const { what, unread } = wordsFor(template);
  return leaf(template.kind, 'unknown', unread, {
    needs: [`${what}${template.after === null ? '' : `, after the ${template.after}`}`],
    wants: [{ for: 'result', kind: template.kind, what }],
  });
}

function wordsFor(template: ResultTemplate): { readonly what: string; readonly unread: string } {
  switch (template.kind) {
    case 'checks': {
      const named = list(template.pass.map((name) => `\`${name}\``));
      const what = template.pass.length === 1 && template.pass[0] === 'test' ? 'tests' : `${template.pass.length === 1 ? 'check' : 'checks'} ${named}`;
      return { what, unread: `no signed check result can be read by this version: ${named} must pass` };
    }
    case 'tests': {
      const what = `${list(template.suites)} tests`;
      const cover = template.cover === null ? '' : ` and cover ${Math.round(template.cover * 100)} % of the AI-written lines`;
      return { what, unread: `no signed test result can be read by this version: ${what} must pass${cover}` };
    }
    case 'scan':
      return { what: 'a clean scan', unread: `no signed scan result can be read by this version: nothing new at or above ${template.noNew}` };
    case 'edge-cases':
      return {
        what: `edge-case tests (${template.classes.join(', ')})`,
        unread: `no signed edge-case result can be read by this version: a failing-without-it test for ${list(template.classes)}`,
      };
    case 'document': {
      const what = `${list(template.parts)} in writing`;
      return { what, unread: `no document bound to the change can be read by this version: ${list(template.parts)}` };
    }
    case 'owner':
      return { what: 'a named maintainer', unread: 'no named maintainer or accountable signer can be read by this version' };
  }
}
