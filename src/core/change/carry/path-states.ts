import type { PathChange, PathState } from './signed-change.ts';

/** Whether a path is as it was before a change. */
export function isBefore({ oldMode, oldId }: PathChange, state: PathState | null): boolean {
  return state === null ? oldMode === '000000' : state.mode === oldMode && state.id === oldId;
}

/** Whether a path is as a change leaves it. */
export function isAfter({ newMode, newId }: PathChange, state: PathState | null): boolean {
  return state === null ? newMode === '000000' : state.mode === newMode && state.id === newId;
}
