import { Environment } from '@marcbachmann/cel-js';
import { tiers } from '../../risk/index.ts';
import { conditionVariables, type ConditionEnvironment } from './environment.ts';

/** A rung: its own class per ladder, so that comparing a level with a tier is a type error and not a silent truth. */
class Rung {
  readonly rank: number;
  constructor(rank: number) {
    this.rank = rank;
  }
}
class LevelRung extends Rung {}
class TierRung extends Rung {}

const environments = new Map<string, ConditionEnvironment>();

/** The typed environment for a ladder (least first); built once per ladder. */
export function conditionEnvironment(levels: readonly string[]): ConditionEnvironment {
  const key = levels.join(' ');
  const known = environments.get(key);
  if (known !== undefined) return known;
  const made = build(levels);
  if (environments.size >= 64) environments.clear();
  environments.set(key, made);
  return made;
}

function build(levels: readonly string[]): ConditionEnvironment {
  const cel = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 64 } });
  cel.registerType('Level', { ctor: LevelRung, fields: {} }).registerType('Tier', { ctor: TierRung, fields: {} });
  for (const type of ['Level', 'Tier']) {
    const operators: Readonly<Record<string, (a: Rung, b: Rung) => boolean>> = {
      '<': (a, b) => a.rank < b.rank,
      '<=': (a, b) => a.rank <= b.rank,
      '>': (a, b) => a.rank > b.rank,
      '>=': (a, b) => a.rank >= b.rank,
      // `!=` comes with it.
      '==': (a, b) => a.rank === b.rank,
    };
    for (const [operator, run] of Object.entries(operators)) cel.registerOperator(`${type} ${operator} ${type}`, run);
  }
  const levelRungs = new Map(levels.map((name, rank) => [name, new LevelRung(rank)] as const));
  const tierRungs = new Map(tiers.map((name, rank) => [name as string, new TierRung(rank)] as const));
  for (const [name, rung] of levelRungs) cel.registerConstant(name, 'Level', rung);
  for (const [name, rung] of tierRungs) cel.registerConstant(name, 'Tier', rung);
  for (const [variable, fields] of Object.entries(conditionVariables)) {
    const type = `${variable}_facts`;
    cel.registerType(type, {
      fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.type])),
    });
    cel.registerVariable(variable, type);
  }
  return { cel, levels: levelRungs, tiers: tierRungs };
}
