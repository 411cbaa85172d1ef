import { silenceOf } from '../signoff/index.ts';
import type { Facts } from './inputs.ts';
import { leaf, type Node, type Want } from './node.ts';
import { automationAlone, list, place } from './phrases.ts';
import { attestsByTouch, attesters, nothingDeclared } from './signed-word.ts';

/** What follows from who wrote the change: the author's open answer, a contradiction, areas where AI is off-limits. */
export function assistanceNodes(facts: Facts): Node[] {
  return [...declaration(facts), ...attestation(facts), ...forbiddenAreas(facts)];
}

function declaration({ assistance, inputs, word }: Facts): Node[] {
  if (assistance.state !== 'ask') return [];
  const silence = silenceOf(inputs.change, assistance.claims, inputs.people, assistance.unanswered);
  const bots = automationAlone(silence);
  const parts = { setAside: (word ?? nothingDeclared).setAside, wants: [{ for: 'declaration', silence }] } as const;
  if (bots !== null) {
    return [
      leaf('declaration', 'pending', `did an AI write any of it? ${bots} cannot say`, {
        ...parts,
        needs: [`${bots} enrolled as automation, or the answer of the person who lands it`],
      }),
    ];
  }
  const signed = inputs.policy.undeclared === 'ask-signed';
  const answer = signed ? 'a declaration signed by the author' : 'the author answers with a trailer: `Assisted-by: none` or `Assisted-by: AGENT:MODEL`';
  return [leaf('declaration', 'pending', 'did an AI write any of it? The author has not said', { ...parts, needs: [answer] })];
}

/** A weak trace that the author contradicts: settled by somebody who had no hand in the change. */
function attestation(facts: Facts): Node[] {
  const { assistance, word = nothingDeclared, inputs } = facts;
  if (assistance.state === 'contradictory') {
    const needs = [`a signed attestation by a second person${touched(facts)}`];
    return [leaf('attestation', 'pending', bare(assistance.sentence), { needs, setAside: word.unattested, wants: [attestationOf(facts)] })];
  }
  // Where nothing was settled by it, it is no reason of this decision.
  if (assistance.attested !== true) return [];
  const by = attesters(word, inputs);
  return [leaf('attestation', 'approved', `${list(by)} attest${by.length === 1 ? 's' : ''} that no AI wrote it`, { met: by, setAside: word.unattested })];
}

/** The last column of the table in docs on evidence: any strong claim refuses, anything less waits for an attestation. */
function forbiddenAreas(facts: Facts): Node[] {
  const { assistance, risk, inputs, word = nothingDeclared } = facts;
  const forbidden = inputs.policy.areas.filter(({ ai }) => ai !== 'allowed');
  if (forbidden.length === 0) return [];
  const touches = new Set(risk.areas.map(({ name }) => name));
  const areas = forbidden.filter(({ name }) => touches.has(name));
  const weak = assistance.claims.some((claim) => claim.class === 'ai' && claim.subject.scope !== 'repository');
  const by = attesters(word, inputs);
  return areas.map((area) => {
    const rule = `ai-forbidden: ${area.name}`;
    const where = `${place(area.at)}${area.because === null ? '' : `, ${area.because}`}`;
    const off = `AI is off-limits in ${area.name} (${where})`;
    const outside = `keep ${area.name} out of this change, or write it again by hand`;
    const attest = {
      needs: [`a signed attestation by a second person that no AI wrote it${touched(facts)}`],
      setAside: word.unattested,
      wants: [attestationOf(facts)],
    };
    if (assistance.state === 'assisted') {
      return leaf(rule, 'refused', `${off}, and this change is AI-assisted: ${bare(assistance.sentence)}`, {
        needs: [outside],
        setAside: word.unattested,
        cures: [{ sentence: outside, people: [], command: null }],
      });
    }
    if (by.length > 0) return leaf(rule, 'approved', `${off}; ${list(by)} attest${by.length === 1 ? 's' : ''} that none was used`, { met: by, setAside: word.unattested });
    if (weak) return leaf(rule, 'refused', `${off}, and traces of one were found: refused until attested`, attest);
    return leaf(rule, 'pending', `${off}: a second person must attest that none was used`, attest);
  });
}

function touched({ inputs, risk }: Facts): string {
  return attestsByTouch(inputs, risk) ? ', key touched' : '';
}

function attestationOf({ inputs, risk, exclusions }: Facts): Want {
  const excluded = new Set(exclusions.map(({ person }) => person));
  return { for: 'attestation', pool: inputs.people.persons.filter(({ id }) => !excluded.has(id)), signature: attestsByTouch(inputs, risk) ? 'touch' : 'any' };
}

/** Evidence sentences end with a full stop; inside one of ours they must not. */
function bare(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
