import { lintPolicy } from '../../core/lint/index.ts';
import { nobody, policyTexts, presets, unknownCodeOwners, type People, type PolicyProblem } from '../../core/policy/index.ts';
import {
  calibrateSize, choosePreset, findMissing, fold, isLicence, namesOf, originWords, peopleText, personOfAuthor, policyText, proposeAreas, writersOf,
  type AuthorGroup, type PolicyDraft, type PresetChoice, type MissingPeople, type SurveyedArea,
} from '../../core/setup/index.ts';
import { Failure } from '../../core/values/index.ts';
import { peoplePath, policyPath } from '../load-policy.ts';
import { ownersIn } from './import-people.ts';
import type { RepositorySurvey } from './survey-repository.ts';

/** What a person settles about the proposal. */
export interface SetupAnswers {
  /** `null`: as the repository suggests. */
  readonly preset: string | null;
  /** Address, login, name or id → level. */
  readonly levels: ReadonlyMap<string, string>;
  readonly atMost: number;
  /** The people file that is there already, which then stays. */
  readonly people: string | null;
  /** For a new people file: the repository's id, drawn, and the public keys of its root. */
  readonly root: { readonly repository: string; readonly keys: readonly string[] };
}

/** The two files as they would be, and everything that was said to make them. */
export interface SetupDraft {
  readonly preset: PresetChoice;
  readonly levels: readonly string[];
  readonly policy: PolicyDraft;
  readonly people: MissingPeople;
  /** Path → text of each file to be written. */
  readonly files: ReadonlyMap<string, string>;
  /** What `policy lint` would say of the files. */
  readonly problems: readonly PolicyProblem[];
}

/** Makes the two files of a survey and the answers, and reads them back as the gate will. */
export async function draftSetup(found: RepositorySurvey, answers: SetupAnswers): Promise<SetupDraft> {
  const { survey, paths, target } = found;
  const { presetPolicy, parsePolicy, parsePeople } = await policyTexts();
  const preset = presetOf(found, answers.preset);
  const base = presetPolicy(preset.preset);
  if (base === null) throw new Failure('unknown-preset', 'user', `there is no preset \`${preset.preset}\``, [`the presets are ${Object.keys(presets).join(', ')}`]);
  const levels = base.levels;
  checkLevels(found.groups, answers.levels, levels);
  const sources = { members: [], keys: [], owners: ownersIn(found), forge: found.codeOwners?.dialect ?? ('github' as const) };
  const people = findMissing(nobody, found.groups, sources, { newest: found.newest, atMost: answers.atMost, levels: answers.levels, lowest: levels[0]! });
  const origin = originWords(survey.commits, survey.oldest, paths.length, target);
  const own = base.areas.filter(({ name }) => name !== 'countersign');
  const proposed = proposeAreas(paths, own, (some) => survey.touching(some).size);
  const personOf = personOfAuthor(found.groups, people.persons);
  const areas = proposed.areas.map((area): SurveyedArea => ({
    ...area,
    commits: survey.touching(area.files).size,
    // Whose ids stand in a people file that stays is not known here.
    writers: answers.people === null ? writersOf(survey, area.files, personOf) : [],
  }));
  const size = calibrateSize(survey.sizes, survey.mended, found.newest);
  const enrolledText = answers.people ?? peopleText(people, origin, levels, answers.root);
  const enrolled = parsePeople(enrolledText, peoplePath, levels);
  const codeowners = ownersFile(found, enrolled.people ?? nobody);
  const policy: PolicyDraft = { preset: preset.preset, target, areas, partsLeftOut: proposed.partsLeftOut, unused: proposed.unused, size, codeowners, origin };
  const files = new Map([[policyPath, policyText(policy)]]);
  if (answers.people === null) files.set(peoplePath, enrolledText);
  const parsed = parsePolicy(files.get(policyPath)!, policyPath);
  const wrong = [...parsed.problems, ...(answers.people === null ? enrolled.problems : [])].find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new Failure('internal', 'internal', `the proposal would not be read: ${wrong.at.file}:${wrong.at.line}: ${wrong.message}`);
  const lint = parsed.policy === null || enrolled.people === null ? [] : lintPolicy(parsed.policy, enrolled.people, { paths, preset: base });
  return { preset, levels, policy, people, files, problems: [...parsed.problems, ...enrolled.problems, ...lint] };
}

function presetOf({ paths, groups }: RepositorySurvey, named: string | null): PresetChoice {
  if (named !== null) return { preset: named, because: 'as you said' };
  const humans = groups.filter((group) => group.class === 'human');
  const guests = humans.filter(({ commits }) => commits <= 2).length;
  return choosePreset({ licence: paths.some(isLicence), authors: humans.length, guests }, Object.keys(presets));
}

/** CODEOWNERS is asked only once everybody it asks is enrolled: until then it would leave what they own to nobody. */
function ownersFile({ codeOwners }: RepositorySurvey, people: People): PolicyDraft['codeowners'] {
  if (codeOwners === null) return null;
  const missing = unknownCodeOwners(codeOwners, people).filter(({ severity }) => severity === 'error');
  const unknown = [...new Set(missing.flatMap(({ message }) => /^`([^`]+)`/.exec(message)?.[1] ?? []))];
  return { dialect: codeOwners.dialect, path: codeOwners.file, unknown };
}

/** Everybody who is given a level must be somebody, and one: a typo must not leave the seat empty. */
function checkLevels(groups: readonly AuthorGroup[], levels: ReadonlyMap<string, string>, ladder: readonly string[]): void {
  for (const [who, level] of levels) {
    if (!ladder.includes(level)) throw new Failure('usage', 'user', `there is no level \`${level}\` in this preset`, [`its levels are ${ladder.join(' < ')}`]);
    const found = groups.filter((group) => group.class === 'human' && namesOf(group).includes(who));
    const names = new Set(found.map((group) => (/\S\s+\S/.test(group.name) ? group.name : group.emails[0] ?? group.logins[0] ?? group.name)));
    if (names.size === 1) continue;
    if (names.size > 1) {
      throw new Failure('usage', 'user', `\`${who}\` could be ${[...names].slice(0, 3).join(' or ')}`, ['give an address: it belongs to one person']);
    }
    const near = groups.filter((group) => group.class === 'human' && namesOf(group).some((name) => name.includes(who) || (name.length > 3 && who.includes(name))));
    const hint = near.slice(0, 3).map((group) => group.emails[0] ?? group.logins[0] ?? group.name);
    throw new Failure('usage', 'user', `nobody here writes as \`${who}\``, [
      hint.length > 0 ? `did you mean ${hint.join(' or ')}?` : 'give an address, login or name as the history has it',
      'who wrote nothing is added afterwards: countersign people add ID --name NAME --level LEVEL --email ADDRESS',
    ]);
  }
}

/** As typed after `--senior`: names between commas, each with this level. */
export function levelsOf(typed: readonly (readonly [level: string, who: string])[]): ReadonlyMap<string, string> {
  const levels = new Map<string, string>();
  for (const [level, who] of typed) {
    for (const name of who.split(',').map((each) => each.trim()).filter((each) => each !== '')) {
      const before = levels.get(fold(name));
      if (before !== undefined && before !== level) {
        throw new Failure('usage', 'user', `\`${name}\` is given two levels, ${before} and ${level}`, ['keep the higher one: it satisfies the lower']);
      }
      levels.set(fold(name), level);
    }
  }
  return levels;
}
