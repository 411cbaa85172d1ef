import { questionsOf, parseAnswers } from '../../../src/core/brief/index.ts';
import { parseCases } from '../../../src/core/cases/index.ts';
import { judge } from '../../../src/core/decision/index.ts';
import { parseCodeOwners, policyTexts, readKeyLine } from '../../../src/core/policy/index.ts';
import { Failure } from '../../../src/core/values/index.ts';
import { citedOverrides, readPushedRefs } from '../../../src/workflows/receiving/push.ts';
import { briefInputs, sha256 } from '../../policy-cases/brief-inputs.ts';
import { ofText, taken, unless, type Parser } from '../parser.ts';

const levels = ['junior', 'mid', 'senior', 'principal'];
const { parseCondition, parsePeople, parsePolicy } = await policyTexts();
const { change, people, ...inputs } = briefInputs(['services/checkout/reserve.ts']);
const asked = { change, people, questions: questionsOf(judge({ change, people, ...inputs }, sha256)), lengths: new Map([['services/checkout/reserve.ts', 20]]) };

/** Mistakes are values, each with a place that can be opened. */
function placed(problems: readonly { readonly message: string; readonly at: { readonly line: number; readonly column: number } }[]): void {
  for (const { message, at } of problems) {
    if (message === '' || !(at.line >= 1) || !(at.column >= 1)) throw new Error(`a mistake without words or a place: ${JSON.stringify({ message, at })}`);
  }
}

/** Readers of files and lines that people of a repository write, and of what git hands to hooks. */
export const configured: readonly Parser[] = [
  ofText('policy', (text) => {
    const { policy, problems } = parsePolicy(text, 'policy.yaml');
    placed(problems);
    if ((policy === null) !== problems.some(({ severity }) => severity === 'error')) throw new Error('a policy beside its errors, or none without');
    return policy === null ? null : taken;
  }),
  ofText('people', (text) => {
    const { people: read, problems } = parsePeople(text, 'people.yaml', levels);
    placed(problems);
    if ((read === null) !== problems.some(({ severity }) => severity === 'error')) throw new Error('people beside their errors, or none without');
    return read === null ? null : taken;
  }),
  ofText('condition', (text) => {
    const { condition, problems } = parseCondition(text, { file: 'policy.yaml', line: 1, column: 1 }, levels);
    placed(problems);
    return condition === null ? null : taken;
  }),
  ofText('answers', async (text) => {
    const { written, problems } = await parseAnswers(text, 'answers.yaml', asked);
    placed(problems);
    if ((written === null) !== problems.length > 0) throw new Error('answers beside their mistakes, or none without');
    return written === null ? null : taken;
  }),
  ofText('cases', async (text) => {
    const { content, problems } = await parseCases(text, 'cases.yaml');
    placed(problems);
    return content === null ? null : taken;
  }),
  {
    name: 'codeowners',
    read(bytes) {
      for (const dialect of ['github', 'gitlab'] as const) placed(parseCodeOwners(bytes, 'CODEOWNERS', dialect).problems);
      return taken;
    },
  },
  ofText('people-key', (text) => (readKeyLine(text).ok ? taken : null)),
  ofText('pushed-refs', (text) => {
    const refs = unless(Failure, () => readPushedRefs(text));
    if (refs === null) return null;
    const zero = '0'.repeat(40);
    return { written: Buffer.from(refs.map(({ ref, before, after }) => `${before ?? zero} ${after ?? zero} ${ref}\n`).join('')), canonical: false };
  }),
  ofText('push-options', (text) => {
    const options = text.split('\n');
    const env = Object.fromEntries([['GIT_PUSH_OPTION_COUNT', options[0] ?? ''], ...options.slice(1).map((option, index) => [`GIT_PUSH_OPTION_${index}`, option])]) as Record<string, string>;
    const cited = unless(Failure, () => citedOverrides(env));
    if (cited?.some((entry) => !Number.isSafeInteger(entry) || entry < 0) === true) throw new Error('it cites what is no entry');
    return cited === null ? null : taken;
  }),
];
