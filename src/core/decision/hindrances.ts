import { displayName, hasLeft, type SignOff } from '../signoff/index.ts';
import { formatInstant } from '../values/index.ts';
import type { Facts } from './inputs.ts';
import { leaf, type Node } from './node.ts';
import { rangeOf } from './phrases.ts';

/** What stands in the way before any rule is asked, and no override helps: unread inputs, a policy that would break. */
export function faults(facts: Facts): Node[] {
  return [...unreadInputs(facts), ...proposedPolicy(facts)];
}

function unreadInputs({ inputs }: Facts): Node[] {
  const { change } = inputs;
  const nodes: Node[] = change.unread.map((sentence) => {
    const shallow = /shallow/i.test(sentence);
    const mend = shallow ? 'fetch the whole history' : 'fetch what is missing, then ask again';
    const command = shallow ? 'git fetch --unshallow' : null;
    return leaf('change', 'unknown', `part of the change could not be read: ${sentence}`, {
      broken: true,
      needs: [mend],
      cures: [{ sentence: mend, people: [], command }],
    });
  });
  for (const { source, sentence } of inputs.evidence.problems.filter(({ unread }) => unread === true)) {
    const mend = 'fetch what is missing, then ask again';
    nodes.push(
      leaf('evidence', 'unknown', `evidence could not be read (${source}): ${sentence.replace(/\.$/, '')}`, {
        broken: true,
        needs: [mend],
        cures: [{ sentence: mend, people: [], command: null }],
      }),
    );
  }
  for (const sentence of inputs.ledgerFaults) {
    const mend = 'look at what is wrong with the ledger, or fetch it anew';
    nodes.push(
      leaf('ledger', 'unknown', `the ledger cannot be believed: ${sentence}`, {
        broken: true,
        needs: [mend],
        cures: [{ sentence: mend, people: [], command: 'countersign ledger audit' }],
      }),
    );
  }
  const base = change.base.commit.slice(0, 7);
  if (!change.baseOnTarget) {
    const mend = `rebase onto ${change.target}, or name a range that starts on it`;
    nodes.push(
      leaf('change', 'unknown', `${base} is not on ${change.target}: part of what would land is not in this change`, {
        broken: true,
        needs: [mend],
        cures: [{ sentence: mend, people: [], command: null }],
      }),
    );
  }
  if (inputs.policy.codeowners !== null && inputs.codeowners === null) {
    const mend = `put a CODEOWNERS file on ${change.target}, or remove \`codeowners\` from the policy`;
    nodes.push(
      leaf('codeowners', 'unknown', `the policy takes owners from CODEOWNERS, and ${change.target} has none that can be read`, {
        broken: true,
        needs: [mend],
        cures: [{ sentence: mend, people: [], command: 'countersign policy lint' }],
      }),
    );
  }
  if (change.files.length === 0 && change.base.tree !== change.head.tree) {
    nodes.push(leaf('change', 'unknown', 'the two trees differ, yet no differing file was read', { broken: true }));
  }
  return nodes;
}

/** People who said no, or not yet. */
export function refusals({ inputs, standing }: Facts): Node[] {
  const name = (id: string) => {
    const person = inputs.people.persons.find((one) => one.id === id);
    return person === undefined ? id : displayName(person, inputs.people);
  };
  const takenBackByOthers = (id: string, word: string) => {
    const enrolled = inputs.people.persons.some((one) => one.id === id);
    return `${name(id)} ${enrolled ? 'has no key any more' : 'is no longer enrolled'}: somebody of level ${inputs.policy.levels.at(-1) ?? 'highest'} withdraws the ${word}`;
  };
  // What was said of an earlier state says so: whoever looks at this one has not seen it.
  const earlier = ({ changeDigest, head, signedAt }: SignOff) =>
    changeDigest === inputs.change.digest || head === undefined ? '' : ` as it was at ${head.commit.slice(0, 7)}${Number.isFinite(signedAt) ? `, on ${formatInstant(signedAt).slice(0, 10)}` : ''}`;
  const takeBack = ({ id }: SignOff, left: boolean) => `countersign sign ${rangeOf(inputs.change)} --withdraw${left ? ` --entry ${id}` : ''}`;
  const rejected = standing.rejections.map((one) => {
    const { person } = one;
    const left = hasLeft(inputs.people, person);
    const mend = left ? takenBackByOthers(person, 'rejection') : `${name(person)} withdraws the rejection`;
    return leaf('rejection', 'refused', `${name(person)} rejected it${earlier(one)}`, {
      needs: [mend],
      cures: [{ sentence: mend, people: left ? [] : [person], command: takeBack(one, left) }],
    });
  });
  const asked = standing.requests.map((one) => {
    const left = hasLeft(inputs.people, one.person);
    const need = left ? takenBackByOthers(one.person, 'request') : `${name(one.person)} is satisfied: signs, or withdraws the request`;
    const cures = left ? [{ sentence: need, people: [], command: takeBack(one, left) }] : [];
    return leaf('changes-requested', 'pending', `${name(one.person)} asked for changes${earlier(one)}`, { needs: [need], cures });
  });
  return [...rejected, ...asked];
}

/** A policy that edits itself must be valid too: once landed, a broken one would decide nothing any more. */
function proposedPolicy({ inputs }: Facts): Node[] {
  const errors = (inputs.proposedPolicy ?? []).filter(({ severity }) => severity !== 'warning');
  return errors.map(({ at, message, mend }) =>
    leaf('proposed-policy', 'refused', `the policy it proposes is invalid: ${at.file}:${at.line}:${at.column} ${message}`, {
      needs: [mend ?? 'mend the file in this change'],
      cures: [
        { sentence: `mend ${at.file}:${at.line}${mend === null ? '' : `: ${mend}`}`, people: [], command: 'countersign policy lint' },
      ],
    }),
  );
}
