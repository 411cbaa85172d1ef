import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolders } from '../git/built-repository.ts';
import { pitfalls } from './cases/pitfalls.ts';
import { leaveAll } from './cases/places.ts';
import { gated } from './cases/pushes.ts';
import type { Ended } from './cases/row.ts';
import { table } from './table.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** How an attack ended; `npm test` counts these. */
    hostile?: Ended;
  }
}

afterAll(() => {
  leaveAll();
  removeFolders();
});

describe('an attack ends as designed:', () => {
  it.for(table)('$id: the $actor $act', async ({ expected, run }, { task }) => {
    task.meta.hostile = 'missed';
    const ended = await run();
    task.meta.hostile = ended;
    expect(ended).toBe(expected);
  });
});

describe('the table', () => {
  it('has each attack once, and enough of them', () => {
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length);
    expect(new Set(table.map(({ act }) => act)).size).toBe(table.length);
    expect(table.length).toBeGreaterThanOrEqual(60);
  });

  it('tries every pitfall of other gates', () => {
    const tried = new Set(table.flatMap(({ source }) => ('pitfall' in source ? [source.pitfall] : [])));
    expect(Object.keys(pitfalls).filter((name) => !tried.has(name as keyof typeof pitfalls))).toEqual([]);
  });

  it('tries every threat that SECURITY.md says is prevented or detected, and names none that is not there', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'SECURITY.md'), 'utf8');
    const rows = [...page.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].map(([, threat, now]) => ({ threat: threat!, now: now! })).filter(({ threat }) => threat !== 'actor and act');
    const named = new Set(table.flatMap(({ source }) => ('threat' in source ? [source.threat] : [])));
    expect([...named].filter((name) => rows.filter(({ threat }) => threat.startsWith(name)).length !== 1)).toEqual([]);
    const promised = rows.filter(({ now }) => /^(prevented|detected)/.test(now)).map(({ threat }) => threat);
    expect(promised.filter((threat) => ![...named].some((name) => threat.startsWith(name)))).toEqual([]);
  });
});

describe('what is refused is refused for the attack: the same gates let pass', () => {
  it('a change with nothing wrong in it, and a push of what nothing protects', async () => {
    const { byHand, Team } = await import('./team.ts');
    const team = Team.ready();
    team.write('docs/a.md', 'a\n').commit(`Say more\n\n${byHand}`, 'ana');
    expect(team.check(['main..topic']).status).toBe(0);
    const shop = await gated();
    expect(shop.git('push', 'origin', 'topic:refs/heads/elsewhere').status).toBe(0);
  });
});
