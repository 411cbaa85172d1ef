import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Team } from '../team.ts';
import { preventedIf, type Row } from './row.ts';

const [byHand, withAi] = ['Assisted-by: none', 'Assisted-by: Claude'];
const policyEdited: Row['source'] = { threat: 'policy or people edited' };
const unreadable: Row['source'] = { threat: 'a policy on the target that cannot be read' };
const planted: Row['source'] = { threat: 'attributes, submodule settings, hooks' };
const ranged: Row['source'] = { threat: 'a range chosen to hide work' };
const sized: Row['source'] = { threat: 'size hidden behind a zero byte' };
const loud: Row['source'] = { threat: 'text meant to hold up the check' };
const evidenceKept: Row['source'] = { threat: 'AI evidence contradicted' };

/** The part of `check --json` that is looked at. */
interface Report {
  readonly status: string;
  readonly mode: string;
  readonly tier: { readonly value: string };
  readonly change: { readonly files: number };
  readonly excluded: readonly { readonly person: string | null }[];
  readonly assistance: { readonly assisted: boolean };
  readonly decision: { readonly root: { readonly children: readonly { readonly rule: string | null; readonly status: string }[] } };
}

interface Act {
  /** What is in place of the usual policy. */
  readonly policy?: (text: string) => string | Buffer;
  /** On a branch `topic` off `main`. */
  readonly act: (team: Team) => unknown;
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  /** Exit code: 1 not approved, 2 refused to judge. */
  readonly exit?: 1 | 2 | 3;
  readonly holds?: (report: Report, team: Team) => boolean;
}

/** A change that `check` must not let pass, as a gate runs it. */
function change(id: string, act: string, source: Row['source'], { policy: edit, act: does, args = ['main..topic'], env = {}, exit = 1, holds = () => true }: Act, rest: Partial<Row> = {}): Row {
  const run = async () => {
    // Found only when it runs: the table is also read where no test runs.
    const { policy, Team } = await import('../team.ts');
    const team = Team.ready(edit === undefined ? policy : edit(policy));
    does(team);
    const { status, stdout } = team.check([...args, '--json'], env);
    const report = JSON.parse(stdout) as Report;
    return preventedIf(status === exit && report.status !== 'approved' && (exit !== 1 || holds(report, team)));
  };
  return { id: `change/${id}`, actor: 'author', act, source, expected: 'prevented', ...rest, run };
}

const sell = (team: Team) => team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
const enforced = ({ mode }: Report) => mode === 'enforce';
const stillJunior = ({ decision: { root } }: Report) => root.children.some(({ rule, status }) => rule === 'senior-gate' && status !== 'approved');
const critical = ({ tier }: Report) => tier.value === 'critical';
const bySize = (text: string) => `${text.replace('tier: critical', 'tier: low')}  - { name: big, when: change.tier >= high, require: [{ review: { count: 1 } }], because: size }\n`;
const trap = (team: Team) => join(team.path, '.git', 'ran');
const untrapped = (_: Report, team: Team) => !existsSync(trap(team));

/** What a change, or the clone it is judged in, holds against the check. */
export const changes: readonly Row[] = [
  change('policy-edited', 'loosens the policy in the same change', { pitfall: 'own-rules' }, { act: (team) => team.write('.countersign/policy.yaml', 'version: 1\nmode: observe\notherwise: { allow: true, because: free }\n').write('shop/a.ts', 'a\n').commit(`Loosen\n\n${withAi}`), holds: enforced }, { elsewhere: 'policyBotTarget' }),
  change('promoted', 'makes themselves a principal in the same change', { pitfall: 'own-rules' }, { act: (team) => (sell(team), team.git('checkout', '-q', 'topic'), team.write('.countersign/people.yaml', 'people:\n  bo: { name: Bo, level: principal, emails: [bo@example.com] }\n').commit(`Promote\n\n${byHand}`)), holds: stillJunior }, { elsewhere: 'gitlabRules' }),
  change('policy-deleted', 'deletes the policy in the same change', { pitfall: 'judge-from-head' }, { act: (team) => (sell(team), team.git('rm', '-rq', '.countersign'), team.record(`Free\n\n${byHand}`)), holds: enforced }),
  change('policy-moved', 'moves the policy where nobody reads it', policyEdited, { act: (team) => (sell(team), team.git('mv', '.countersign', 'countersign'), team.record(`Move\n\n${byHand}`)), holds: enforced }),
  change('policy-submodule', 'puts a submodule in the place of the policy', policyEdited, { act: (team) => (sell(team), team.git('rm', '-rq', '.countersign'), team.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},.countersign`), team.record(`Swap\n\n${byHand}`)), holds: enforced }),
  change('policy-twice', 'has a policy on the target that says a thing twice', unreadable, { policy: (text) => `${text}mode: observe\n`, act: sell, exit: 2 }),
  change('policy-bomb', 'has a policy on the target whose aliases multiply', unreadable, { policy: (text) => `a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n${text}`, act: sell, exit: 2 }),
  change('policy-utf16', 'has a policy on the target in letters that are not UTF-8', unreadable, { policy: (text) => Buffer.from(text, 'utf16le'), act: sell, exit: 2 }),
  change('no-otherwise', 'has a policy on the target that does not say what no rule matches', { pitfall: 'fail-open' }, { policy: () => 'version: 1\nmode: enforce\nlevels: [junior, senior]\n', act: sell, exit: 2 }, { elsewhere: 'gittufAllow' }),
  change('requires-nothing', 'has a rule on the target that requires nothing', { pitfall: 'fail-open' }, { policy: (text) => `${text}  - { name: empty, when: change.assisted, because: nothing }\n`, act: sell, exit: 2 }, { elsewhere: 'policyBotRequires' }),
  change('tag-like-branch', 'makes a tag named like the protected branch, at their own head', { pitfall: 'short-ref' }, { act: (team) => (sell(team), team.git('tag', 'main', 'topic'), team.git('branch', 'refs/heads/main', 'topic')), args: ['topic', '--target', 'main'] }),
  change('replaced-head', 'shows the check another commit in place of theirs', { pitfall: 'replaced' }, { act: (team) => (sell(team), team.git('replace', 'topic', 'main')), holds: critical }, { actor: 'build step' }),
  change('replaced-policy', 'shows the check another policy in place of the target’s', { pitfall: 'replaced' }, { act: (team) => (sell(team), team.git('replace', team.git('rev-parse', 'main:.countersign/policy.yaml'), team.feed('version: 1\nmode: observe\notherwise: { allow: true, because: x }\n', 'hash-object', '-w', '--stdin'))), holds: enforced }, { actor: 'build step' }),
  change('attributes', 'calls the code binary and generated in .gitattributes', planted, { act: (team) => team.write('.gitattributes', '* -diff -text linguist-generated merge=union export-ignore\n').write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`), holds: critical }),
  change('modules', 'hides a moved submodule in a critical area behind .gitmodules', planted, { act: (team) => (team.write('.gitmodules', '[submodule "s"]\n\tpath = shop/s\n\turl = ./s\n\tignore = all\n').git('add', '.gitmodules'), team.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},shop/s`), team.record(`Vendor\n\n${withAi}`)), holds: critical }),
  change('configuration', 'sets monitors, filters, drivers and hooks in the clone’s configuration', planted, { act: (team) => {
    sell(team);
    for (const key of ['core.fsmonitor', 'diff.external', 'core.pager', 'core.sshCommand', 'uploadpack.packObjectsHook']) team.git('config', key, `touch ${trap(team)}`);
    team.git('config', 'core.hooksPath', team.path);
    team.git('config', 'log.showSignature', 'true');
  }, holds: untrapped }, { actor: 'build step' }),
  change('environment', 'sets git’s own variables where the check runs', planted, { act: sell, env: { GIT_DIR: '/nowhere', GIT_REPLACE_REF_BASE: 'refs/heads/', GIT_SHALLOW_FILE: '/dev/null', GIT_CONFIG_PARAMETERS: "'core.bare'='true'" } }, { actor: 'build step' }),
  change('denied', 'says "no AI" in one commit over the AI of another', evidenceKept, { act: (team) => (sell(team), team.write('shop/b.ts', 'b\n').commit(`No AI anywhere\n\n${byHand}`, 'ana')), holds: ({ assistance }) => assistance.assisted }),
  change('said-by-hand', 'says "no AI" of what an AI wrote without leaving a trace', { threat: 'a false "no AI was used"' }, { policy: (text) => text.replace('fork:', 'extends:').replace(/rules:[^]*/, ''), act: (team) => team.write('lib/b.ts', 'b\n').commit(`B\n\n${byHand}`, 'ana'), holds: ({ decision: { root } }) => root.children.some(({ rule, status }) => rule === 'answered-for' && status === 'pending') }, { actor: 'agent' }),
  change('answered-for', 'lets a commit answer for another that says nothing', evidenceKept, { act: (team) => (team.write('lib/a.ts', 'two\n').commit('Say nothing', 'li'), team.write('lib/b.ts', 'b\n').commit(`Speak\n\n${byHand}`, 'ana')) }),
  change('disguised', 'disguises the mark of an AI with letters that look alike', evidenceKept, { act: (team) => team.write('shop/a.ts', 'a\n').commit(`Sell\n\nCo-auth\u200bored-by: Claude <noreply@anthropic.com>\n${byHand}`) }),
  change('other-name', 'writes as an address that only looks like a senior’s', { pitfall: 'self-declared' }, { act: (team) => team.write('lib/b.ts', 'b\n').commit(`B\n\n${byHand}`, 'an\u0430@example.com') }, { actor: 'stranger', elsewhere: 'gittufMetadata' }),
  change('mailmap', 'renames themselves with a .mailmap in the change', { pitfall: 'self-declared' }, { act: (team) => team.write('.mailmap', 'Ana <ana@example.com> <bo@example.com>\n').write('shop/b.ts', 'b\n').commit(`B\n\n${withAi}`), holds: ({ excluded }) => excluded[0]?.person === 'bo' }),
  change('second-parents', 'hides hands behind second parents and an octopus merge', { pitfall: 'merged-in' }, { act: (team) => {
    for (const [branch, who] of [['one', 'li'], ['two', 'mina']] as const) {
      team.git('switch', '-qc', branch, 'main');
      team.write(`lib/${branch}.ts`, `${branch}\n`).commit(`${branch}\n\n${byHand}`, who);
    }
    team.git('switch', '-q', 'topic');
    team.write('lib/c.ts', 'c\n').commit(`C\n\n${byHand}`, 'ana');
    team.git('merge', '-q', '--no-commit', 'one', 'two');
    team.write('shop/smuggled.ts', 'x\n').commit('Merge', 'ole');
  }, holds: ({ excluded, change: { files } }) => files === 4 && excluded.map(({ person }) => person).join() === 'ana,li,mina,ole' }, { elsewhere: 'gitlabCommitters' }),
  change('many-files', 'hides one file behind more than an API lists', { pitfall: 'truncated' }, { act: (team) => {
    const id = team.feed('x\n', 'hash-object', '-w', '--stdin');
    team.feed(Array.from({ length: 3500 }, (_, at) => `100644 ${id}\tdocs/${at}.md\n`).join(''), 'update-index', '--index-info');
    team.feed(`100644 ${id}\tshop/z.ts\n`, 'update-index', '--index-info');
    team.record(`Many\n\n${withAi}`);
  }, holds: (report) => report.change.files === 3501 && critical(report) }),
  change('zero-byte', 'hides two thousand lines behind a zero byte', sized, { policy: bySize, act: (team) => team.write('lib/b.ts', `//\0\n${'let x = 1;\n'.repeat(2000)}`).commit(`B\n\n${byHand}`, 'ana'), holds: critical }),
  change('deletion', 'only deletes in a critical area', sized, { act: (team) => (team.git('rm', '-q', 'shop/cart.ts'), team.record(`Drop\n\n${withAi}`, 'ana')), holds: critical }),
  change('mode', 'only makes a file of a critical area a program', sized, { act: (team) => (team.git('update-index', '--chmod=+x', 'shop/cart.ts'), team.record(`Run\n\n${withAi}`, 'ana')), holds: critical }),
  change('odd-path', 'hides a file of a critical area behind a line break in its name', loud, { act: (team) => (team.git('update-index', '--add', '--cacheinfo', `100644,${team.feed('x', 'hash-object', '-w', '--stdin')},shop/a\n\u001b[2K✓ approved`), team.record(`Odd\n\n${withAi}`)), holds: critical }),
  change('slow-message', 'writes a message that would take days to read', loud, { act: (team) => team.write('shop/a.ts', 'a\n').commit(`X\n\n${withAi}\nCo-authored-by: <${'@'.repeat(300_000)}\n`) }),
  change('late-range', 'asks about a range that begins on their own branch', ranged, { act: (team) => (sell(team), team.write('docs/b.md', 'b\n').commit(`Second\n\n${byHand}`, 'ana')), args: ['topic~1..topic'] }),
  change('turned-range', 'asks about the range the wrong way round', ranged, { act: sell, args: ['topic..main'], exit: 2 }),
  change('alien-range', 'lands a history that has nothing in common with the target', ranged, { act: (team) => (team.git('switch', '-q', '--orphan', 'alien'), sell(team)), args: ['main..alien'], exit: 2 }),
];
