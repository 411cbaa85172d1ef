import type { HookJson, MarkJson } from '../../contract/marking.ts';
import type { HooksReport } from '../../workflows/marking/install-hooks.ts';
import type { MarkReport } from '../../workflows/marking/mark-commit.ts';

/** `mark --json` */
export function markJson(report: MarkReport): MarkJson {
  const { trailer, before, after, contradiction, pushedTo, recordMoved, altered, problems } = report;
  return {
    schema: 'urn:countersign:schema:mark:v1',
    trailer, changed: before !== after, before, after, contradiction, pushedTo, recordMoved, altered, problems: [...problems],
  };
}

/** `hook status --json` and its like */
export function hookJson({ place, hooks, notes }: HooksReport): HookJson {
  return {
    schema: 'urn:countersign:schema:hook:v1',
    kept: place.kept,
    installed: hooks.filter(({ state }) => state === 'installed').length,
    hooks: hooks.map(({ name, state, chained, sentence }) => ({ name, state, chained, sentence })),
    notes: [...notes],
  };
}
