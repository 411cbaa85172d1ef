import type { RequirementTemplate } from '../../../core/policy/index.ts';
import { counted } from '../../terminal/numbers.ts';

/** `sign-off: 1 senior who owns each touched area, key verified, after the review` */
export function requirementWords(template: RequirementTemplate): string {
  const words = asked(template);
  return `${template.kind}${words === '' ? '' : `: ${words}`}${template.after === null ? '' : `, after ${template.after}`}`;
}

const strengths = { any: 'any key', touch: 'key touched', verified: 'key verified' } as const;

function asked(template: RequirementTemplate): string {
  switch (template.kind) {
    case 'sign-off':
      return `${counted(template.count, template.level)}${template.owners === 'per-area' ? ` who own${template.count === 1 ? 's' : ''} each touched area` : ''}, ${strengths[template.signature]}`;
    case 'review':
      return `${template.count} of level ${template.level} or above${template.distinct ? ', somebody else' : ''}${template.signature === 'any' ? '' : `, ${strengths[template.signature]}`}`;
    case 'checks':
      return `${template.pass.join(', ')} must pass`;
    case 'tests':
      return `${template.suites.join(', ')}${template.cover === null ? '' : `, covering ${Math.round(template.cover * 100)} % of the AI-written lines`}`;
    case 'scan':
      return `nothing new at or above ${template.noNew}`;
    case 'edge-cases':
      return template.classes.join(', ');
    case 'checklist':
      return template.name;
    case 'document':
      return template.parts.join(', ');
    case 'rewrite':
    case 'owner':
      return '';
  }
}
