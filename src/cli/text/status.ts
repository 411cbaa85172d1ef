import type { DecisionStatus } from '../../core/decision/index.ts';
import type { Style } from '../terminal/spans.ts';

/** How each status looks: a glyph, a word and a colour, each enough alone. */
export const statusLooks: Record<DecisionStatus | 'skipped', { readonly glyph: string; readonly word: string; readonly style: Style }> = {
  approved: { glyph: '✓', word: 'approved', style: 'met' },
  pending: { glyph: '◐', word: 'pending', style: 'pending' },
  refused: { glyph: '✗', word: 'refused', style: 'refused' },
  unsatisfiable: { glyph: '⊘', word: 'nobody can sign this', style: 'refused' },
  overridden: { glyph: '!', word: 'overridden', style: 'pending' },
  unknown: { glyph: '?', word: 'unknown', style: 'pending' },
  skipped: { glyph: '−', word: 'skipped', style: 'faint' },
};
