import type { Facts } from './facts.ts';
import { leaf, type Node } from './node.ts';
import { place } from './phrases.ts';

const attestationUnread = 'no signed attestation can be read by this version';

/** What follows from who wrote the change: the author's open answer, a contradiction, areas where AI is off-limits. */
export function assistanceNodes(facts: Facts): Node[] {
  return [...declaration(facts), ...forbiddenAreas(facts)];
}

function declaration(facts: Facts): Node[] {
  const { assistance, inputs } = facts;
  if (assistance.state === 'ask') {
    const signed = inputs.policy.undeclared === 'ask-signed';
    const answer = signed
      ? 'a declaration signed by the author, which no file can carry yet: no signed declaration can be read by this version'
      : 'the author answers with a trailer: `Assisted-by: none` or `Assisted-by: AGENT:MODEL`';
    return [
      leaf('declaration', 'pending', 'did an AI write any of it? The author has not said', {
        needs: [answer],
        wants: [{ for: 'declaration' }],
      }),
    ];
  }
  if (assistance.state === 'contradictory') {
    return [
      leaf('attestation', 'pending', bare(assistance.sentence), {
        needs: [`a signed attestation by a second person (${attestationUnread})`],
        wants: [{ for: 'attestation', pool: secondPersons(facts) }],
      }),
    ];
  }
  return [];
}

/** The last column of the table in docs on evidence: any strong claim refuses, anything less waits for an attestation. */
function forbiddenAreas(facts: Facts): Node[] {
  const { assistance, risk, inputs } = facts;
  const touched = new Set(risk.areas.map(({ name }) => name));
  const areas = inputs.policy.areas.filter(({ ai, name }) => ai === 'forbidden' && touched.has(name));
  const weak = assistance.claims.some((claim) => claim.class === 'ai' && claim.subject.scope !== 'repository');
  return areas.map((area) => {
    const where = `${place(area.at)}${area.because === null ? '' : `, ${area.because}`}`;
    const off = `AI is off-limits in ${area.name} (${where})`;
    const outside = `keep ${area.name} out of this change, or write it again by hand`;
    const attest = {
      needs: [`a signed attestation by a second person that no AI wrote it (${attestationUnread})`],
      wants: [{ for: 'attestation', pool: secondPersons(facts) }] as const,
    };
    if (assistance.state === 'assisted') {
      return leaf(`ai-forbidden: ${area.name}`, 'refused', `${off}, and this change is AI-assisted: ${bare(assistance.sentence)}`, {
        needs: [outside],
        cures: [{ sentence: outside, people: [], command: null }],
      });
    }
    if (weak) return leaf(`ai-forbidden: ${area.name}`, 'refused', `${off}, and traces of one were found: refused until attested`, attest);
    return leaf(`ai-forbidden: ${area.name}`, 'pending', `${off}: a second person must attest that none was used`, attest);
  });
}

function secondPersons({ inputs, exclusions }: Facts) {
  const excluded = new Set(exclusions.map(({ person }) => person));
  return inputs.people.persons.filter(({ id }) => !excluded.has(id));
}

/** Evidence sentences end with a full stop; inside one of ours they must not. */
function bare(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
