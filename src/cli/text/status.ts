import type { DecisionStatus } from '../../core/decision/index.ts';
import type { Style } from '../terminal/spans.ts';

/** A glyph, a word and a colour, each enough alone. */
export interface Look {
  readonly glyph: string;
  readonly word: string;
  readonly style: Style;
}

/** How each status looks. */
export const statusLooks: Record<DecisionStatus | 'skipped', Look> = {
  approved: { glyph: '✓', word: 'approved', style: 'met' },
  pending: { glyph: '◐', word: 'pending', style: 'pending' },
  refused: { glyph: '✗', word: 'refused', style: 'refused' },
  unsatisfiable: { glyph: '⊘', word: 'nobody can sign this', style: 'refused' },
  overridden: { glyph: '!', word: 'overridden', style: 'pending' },
  unknown: { glyph: '?', word: 'unknown', style: 'pending' },
  skipped: { glyph: '−', word: 'skipped', style: 'faint' },
};
