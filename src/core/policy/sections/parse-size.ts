import { compareTiers, tiers, type SizeCalibration, type SizeStep } from '../../risk/index.ts';
import { sizeHolds, type Footing } from '../files/floors.ts';
import { readDate } from '../reading/amounts.ts';
import type { Member, YamlSource } from '../reading/yaml-source.ts';
import type { Node } from 'yaml';
import type { Position } from '../../values/index.ts';

/** Steps of lines added that raise the tier, sorted; under `extends` only finer or stricter than the preset's. */
export function readSize(footing: Footing, member: Member | undefined): readonly SizeStep[] {
  const floor = footing.under?.size ?? [];
  if (member === undefined) return floor;
  const { source } = footing;
  const steps: SizeStep[] = [];
  const items = source.items(member.node, '`size`', member.at) ?? [];
  for (const item of items) {
    const at = item === null ? member.at : source.at(item);
    const fields = source.fields(item, 'a step of `size`', at, ['over', 'tier'], {
      lines: 'over',
      above: 'over',
      level: 'tier',
    });
    if (fields === null) continue;
    const [overMember, tierMember] = [fields.get('over'), fields.get('tier')];
    if (overMember === undefined || tierMember === undefined) {
      source.error(
        'missing',
        `a step of \`size\` has no \`${overMember === undefined ? 'over' : 'tier'}\``,
        'write { over: 400, tier: high }',
        at,
      );
      continue;
    }
    const over = source.integer(overMember.node, '`over`', overMember.at, 0);
    const tier = source.oneOf(tierMember.node, '`tier` of `size`', tierMember.at, tiers, 'tier');
    if (over !== null && tier !== null) steps.push({ over: over.value, tier: tier.value });
  }
  steps.sort((a, b) => a.over - b.over);
  steps.forEach((step, i) => {
    const last = steps[i - 1];
    if (last === undefined) return;
    if (last.over === step.over)
      source.error('duplicate', `two steps of \`size\` begin over ${step.over} lines`, 'keep one', member.at);
    else if (compareTiers(step.tier, last.tier) < 0)
      source.error(
        'contradiction',
        `\`size\` falls from \`${last.tier}\` over ${last.over} lines to \`${step.tier}\` over ${step.over}`,
        'more lines can only raise the tier',
        member.at,
      );
  });
  // A step that could not be read has been reported, and what is left says nothing.
  if (footing.raise && steps.length === items.length && !sizeHolds(steps, floor)) {
    source.error(
      'lowers-floor',
      `\`size\` asks less than ${footing.named} for some sizes`,
      `keep its steps (${floor.map((step) => `over ${step.over}: ${step.tier}`).join(', ')}), or write \`${footing.fork}\``,
      member.at,
    );
  }
  return steps;
}


/**
 * This repository's own size card. It only words sentences, so that no floor applies; it is never taken over from
 * the text a policy stands on, whose figures are of other repositories.
 */
export function readCalibration(source: YamlSource, member: Member | undefined): SizeCalibration | null {
  if (member === undefined) return null;
  const what = (field: string) => `\`${field}\` of \`calibration\``;
  const fields = source.fields(member.node, '`calibration`', member.at, ['source', 'until', 'buckets'], {
    from: 'source',
    date: 'until',
    measured: 'until',
    card: 'buckets',
    sizes: 'buckets',
  });
  if (fields === null) return null;
  const field = (key: string, mend: string): Member | null => {
    const found = fields.get(key);
    return found ?? source.error('missing', `\`calibration\` has no \`${key}\``, mend, member.at);
  };
  const said = field('source', 'say in a few words what was counted');
  const day = field('until', 'write the day the count ended, such as until: 2026-11-01');
  const list = field('buckets', 'write buckets: [{ from: 1, to: 5, changes: 120, fixed: 3 }]');
  const words = said === null ? null : source.string(said.node, what('source'), said.at);
  const until = day === null ? null : readDate(source, day.node, what('until'), day.at);
  const items = list === null ? null : source.items(list.node, what('buckets'), list.at);
  if (items?.length === 0) source.error('empty', `${what('buckets')} is an empty list`, 'name at least one, or remove `calibration`', list!.at);
  const buckets = (items ?? []).flatMap((item) => readBucket(source, item, item === null ? list!.at : source.at(item)) ?? []);
  buckets.forEach((bucket, i) => {
    const last = buckets[i - 1];
    if (last === undefined || (last.to !== null && bucket.from > last.to)) return;
    source.error(
      'contradiction',
      `the bucket from ${bucket.from} begins before the one from ${last.from} has ended`,
      'write them in order, each beginning after the last has ended; only the last may have no `to`',
      bucket.at,
    );
  });
  if (words === null || until === null || buckets.length === 0) return null;
  return { source: words.value, until: until.value, buckets: buckets.map(({ at: _, ...bucket }) => bucket) };
}

function readBucket(source: YamlSource, node: Node | null, at: Position) {
  const fields = source.fields(node, 'a bucket of `calibration`', at, ['from', 'to', 'changes', 'fixed'], {
    n: 'changes',
    count: 'changes',
    fixes: 'fixed',
    over: 'from',
    until: 'to',
  });
  if (fields === null) return null;
  const number = (key: string): number | null => {
    const member = fields.get(key);
    if (member !== undefined) return source.integer(member.node, `\`${key}\` of a bucket`, member.at, 0)?.value ?? null;
    return source.error('missing', `a bucket of \`calibration\` has no \`${key}\``, 'write { from: 1, to: 5, changes: 120, fixed: 3 }', at);
  };
  const [from, changes, fixed] = [number('from'), number('changes'), number('fixed')];
  const end = fields.get('to');
  const open = end === undefined || (end.node as { readonly value?: unknown } | null)?.value === null;
  const to = open ? null : number('to');
  if (from === null || changes === null || fixed === null || (to === null && !open)) return null;
  if (to !== null && to < from)
    return source.error('contradiction', `a bucket ends at ${to} lines and begins at ${from}`, 'write `from` before `to`', at);
  if (fixed > changes)
    return source.error('contradiction', `${fixed} of ${changes} changes in a bucket needed a fix`, '`fixed` counts some of `changes`', at);
  return { from, to, changes, fixed, at };
}
