import { compareLevels, isPasskey, readKeyLine, type People, type Policy, type PolicyProblem } from '../policy/index.ts';
import { hasKeyFor } from '../signoff/index.ts';
import type { Position } from '../values/index.ts';
import { problem } from './wording.ts';

/**
 * What keeps sign-offs from being made or proved: no root, gates that let in without adopting, passkeys of no page, and
 * too few people with a key where the rules ask for a sign-off.
 */
export function trustGaps(policy: Policy, people: People): readonly PolicyProblem[] {
  return [...rootGaps(people), ...gateGaps(people), ...pageless(people), ...keyless(policy, people)];
}

function rootGaps({ root, persons }: People): readonly PolicyProblem[] {
  const at: Position = { file: persons[0]?.at.file ?? '.countersign/people.yaml', line: 1, column: 1 };
  if (root === undefined) return [problem('warning', 'no-root', 'no `root` is named: nothing here can be signed or proved', 'countersign people root --key ROOT.pub draws the repository’s id', at)];
  if (root.keys.length > 0) return [];
  return [problem('warning', 'no-root-key', '`root` has no key: nobody can sign the first adoption, so nothing can be verified', 'countersign people root --key ROOT.pub', root.at)];
}

/** A landing says what came in; only an adoption says under whose policy and people from then on. */
function gateGaps({ gates }: People): readonly PolicyProblem[] {
  const [landing, adopting] = [gates.filter(({ may }) => may.includes('landing')), gates.some(({ may }) => may.includes('adoption'))];
  return adopting ? [] : landing.map(({ id, at }) => problem('warning', 'no-adoption', `gate \`${id}\` may record a landing, and no gate an adoption: a revoked key would count on for whoever verifies`, 'add adoption to its `may`', at));
}

function pageless({ persons }: People): readonly PolicyProblem[] {
  return persons.flatMap(({ id, keys, at }) =>
    keys.flatMap((key) => {
      const read = readKeyLine(key);
      return read.ok && isPasskey(read.line) && read.line.origins.length === 0
        ? [problem('warning', 'passkey-without-origin', `a passkey of \`${id}\` names no page: none of its signatures counts`, `put origin="https://${read.line.application}" before its type, with the page’s own host`, at)]
        : [];
    }),
  );
}

/**
 * Levels of sign-offs that fewer than two people could give with a key, or with one that can be touched where that is
 * asked; nothing is said of keys before there is a root. Which passkeys are synced, no line tells.
 */
function keyless(policy: Policy, people: People): readonly PolicyProblem[] {
  if (people.root === undefined) return [];
  const asked = policy.rules.flatMap(({ require }) => require.flatMap((template) => (template.kind === 'sign-off' ? [template] : [])));
  const levels = [...new Set(asked.map(({ level }) => level))].toSorted((a, b) => compareLevels(policy.levels, a, b));
  return levels.flatMap((level) => {
    const ofLevel = asked.filter((template) => template.level === level);
    const touched = ofLevel.find(({ signature }) => signature !== 'any');
    const able = people.persons.filter((person) => compareLevels(policy.levels, person.level, level) >= 0 && hasKeyFor(person, touched === undefined ? 'any' : 'touch'));
    if (able.length >= 2) return [];
    if (touched === undefined) return [tooFew(level, ofLevel[0]!.at, able, ['is asked', 'a key', 'countersign people enrol --key KEY.pub'])];
    return [tooFew(level, touched.at, able, ['with a touch is asked', 'a key that can be touched', 'countersign people enrol --passkey --id ID'])];
  });
}

function tooFew(level: string, at: Position, able: People['persons'], [what, key, mend]: readonly [string, string, string]): PolicyProblem {
  const who = able.length === 0 ? `nobody of that level has ${key}` : `only \`${able[0]!.id}\` of that level has ${key}`;
  return problem('warning', 'too-few-keys', `a sign-off of level ${level} ${what}, and ${who}`, `two need one, so that nobody signs for themselves: ${mend}`, at);
}
