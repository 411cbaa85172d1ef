import { inWords, type Area, type Policy } from '../../../core/policy/index.ts';
import { tiers } from '../../../core/risk/index.ts';
import type { PolicySource } from '../../../workflows/reports.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { columns, padEnd, span, wrap, type Line } from '../../terminal/spans.ts';
import { requirementWords } from './words.ts';

/** The policy in force: its settings, areas and rules, each rule with the text that wrote it. */
export function policyShowText(policy: Policy, source: PolicySource, width: number): Line[] {
  const setting = (label: string, text: string) => labelled(span('faint', label), [safeText(text)], { indent: 2, column: 15, width });
  return [
    ...wrap([span('strong', source.preview ? 'preview' : 'in force'), '   '], [safeText(source.policy), policy.extends === null || source.policy.includes(policy.extends) ? '' : `, extends ${safeText(policy.extends)}`], width, 2),
    ...setting('people', source.people),
    ...setting('mode', policy.mode),
    ...setting('levels', policy.levels.join(' < ')),
    ...setting('protected', policy.protected.join(', ') || "the repository's default branch"),
    ...setting('undeclared', policy.undeclared),
    ...setting('default tier', policy.defaultTier),
    ...setting('size', policy.size.map(({ over, tier }) => `over ${over} lines ${tier}`).join(', ') || 'does not raise the tier'),
    ...setting('audit', policy.audit === null ? 'none is asked for' : `every ${inWords(policy.audit.every)} by a ${policy.audit.level} (countersign audit)`),
    ...lanes(policy).flatMap(([label, text]) => setting(label, text)),
    ...(policy.calibration === null
      ? []
      : setting('calibration', `${policy.calibration.source} until ${policy.calibration.until}, ${policy.calibration.buckets.reduce((sum, { changes }) => sum + changes, 0)} changes`)),
    ...(policy.codeowners === null ? [] : setting('codeowners', `${policy.codeowners.dialect}${policy.codeowners.path === null ? '' : `, ${safePath(policy.codeowners.path)}`}`)),
    ...(policy.areas.length === 0 ? [] : [[], [span('strong', 'Areas')], ...policy.areas.flatMap((area) => areaLines(area, longest(policy.areas), width))]),
    [],
    [span('strong', 'Rules')],
    ...policy.rules.flatMap(({ name, when, require, because, shadow, origin, at }) => [
      ...wrap([`  ${padEnd(safeText(name), 20)}  `], [...(shadow ? [span('pending', 'shadow: reported, never asked for'), '  '] : []), span('faint', `${origin === at.file ? '' : `${safeText(origin)}, `}${safePath(at.file)}:${at.line}`)], width, 24),
      ...labelled(span('faint', 'when'), [safeText(when.text)], { indent: 4, column: 15, width }),
      ...require.flatMap((template, index) =>
        labelled(span('faint', index === 0 ? 'require' : ''), [safeText(requirementWords(template))], { indent: 4, column: 15, width }),
      ),
      ...labelled(span('faint', 'because'), [safeText(because)], { indent: 4, column: 15, width }),
    ]),
    ...labelled('otherwise', [`${policy.otherwise.allow ? 'allowed' : 'refused'}: ${safeText(policy.otherwise.because)}`], { indent: 2, column: 15, width }),
  ];
}

/** How long a sign-off lasts, what carries it, and the ways around the rules: all of it, also what is not there. */
function lanes({ carry, expireSignOff, override, revert, spotCheck, passkeys, signals }: Policy): (readonly [label: string, text: string])[] {
  const by = (lane: { readonly count: number; readonly level: string; readonly reviewWithin: number }, who: string) =>
    `${lane.count} ${lane.level}${lane.count === 1 ? '' : 's'}${who}, reviewed within ${inWords(lane.reviewWithin)}`;
  return [
    ['carry', tiers.map((tier) => `${tier} ${carry[tier]}`).join(', ')],
    ['expire', expireSignOff === null ? 'a sign-off lasts' : `a sign-off after ${inWords(expireSignOff)}`],
    ['override', override === null ? 'none' : by(override, '')],
    ['revert', revert === null ? 'as every change' : by(revert, revert.onCall ? ', on call' : '')],
    ['spot-check', spotCheck === null ? 'none' : `${Math.round(spotCheck.share * 1000) / 10} % where ${spotCheck.when.text}`],
    ...(passkeys.synced === 'allow' ? [] : [['passkeys', 'one that may be synced to other devices counts as a key in a file'] as const]),
    ...(signals.length === 0 ? [] : [['signals', `${signals.length} besides the built-in ones`] as const]),
  ];
}

/** Columns for the names of areas; a very long one runs over. */
function longest(areas: readonly Area[]): number {
  return Math.min(24, Math.max(11, ...areas.map(({ name }) => columns(safeText(name)))));
}

function areaLines({ name, paths, tier, owners, mode, ai, because, reviewBy }: Area, left: number, width: number): Line[] {
  const said = [tier, ...(mode === null ? [] : [mode]), ...(ai === 'forbidden' ? ['AI is off-limits'] : [])].join(', ');
  const why = [because, reviewBy === null ? null : `to be reviewed by ${reviewBy}`].filter((one) => one !== null).join(', ');
  const owned = owners.length === 0 ? 'nobody owns it' : `owned by ${owners.join(', ')}`;
  return wrap([`  ${padEnd(safeText(name), left)}  `], [`${said}   ${safeText(owned)}   `, span('faint', paths.map(safePath).join(' ')), why === '' ? '' : `   ${safeText(why)}`], width, left + 4);
}
