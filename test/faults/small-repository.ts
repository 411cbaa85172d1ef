import { BuiltRepository } from '../git/built-repository.ts';

const policy = `version: 1
fork: amazon-2026
mode: enforce
codeowners: github
size: [ { over: 50, tier: high }, { over: 1500, tier: critical } ]
rules:
  - { name: answered-for, require: [] }
  - { name: large, when: change.tier >= high, because: large changes are read twice, require: [ { review: { count: 1 } } ] }
revert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }
`;
const people = `people:
  ada: { name: Ada Author, level: senior, emails: [ada@example.com, carl@example.com] }
  li: { name: Li Wei, level: senior, emails: [li@example.com] }
  pia: { name: Pia Falk, level: principal, emails: [pia@example.com] }
  tom: { name: Tom Vega, level: principal, emails: [tom@example.com] }
`;
const note = `src/a.ts
  s_c9883b05a2487d::t_9f8e7d6c5b4a32 2
---
{"schema_version":"authorship/3.0.0","base_commit_sha":"x","prompts":{},"sessions":{"s_c9883b05a2487d":{"agent_id":{"tool":"cursor","id":"7f3c","model":"m"},"human_author":"Zoe <zoe@example.com>"}}}`;

/** Owners from CODEOWNERS, a record of the AI's lines in a note alone, and commits landed lately that raise the size. */
export function smallRepository(): string {
  const repository = BuiltRepository.init();
  const byHand = (subject: string) => `${subject}\n\nAssisted-by: none\n`;
  repository.write('.countersign/policy.yaml', policy).write('.countersign/people.yaml', people);
  repository.write('.github/CODEOWNERS', '/pay/ li@example.com\n').write('src/a.ts', 'const a = 1;\n').write('pay/b.ts', 'const b = 1;\n').write('AGENTS.md', 'Be kind.\n');
  repository.commit(byHand('Begin'));
  repository.write('src/long.ts', 'export {};\n'.repeat(49)).commit(byHand('Add much'));
  repository.git('checkout', '-q', '-b', 'more');
  repository.write('src/long.ts', 'export {};\n'.repeat(52)).commit(byHand('Add a little'));
  repository.git('checkout', '-q', '-b', 'by-hand', 'main');
  repository.write('src/c.ts', 'const c = 1;\n').commit(byHand('Add c'));
  repository.git('checkout', '-q', '-b', 'recorded', 'main');
  const recorded = repository.write('src/a.ts', 'const a = 1;\nconst d = 2;\n').commit(byHand('Add d'));
  repository.gitWith(note, 'notes', '--ref=refs/notes/ai', 'add', '-F', '-', recorded);
  repository.git('checkout', '-q', '-b', 'owned', 'main');
  repository.write('pay/b.ts', 'const b = 2;\n').commit('Change b\n\nAssisted-by: Copilot:gpt-5.2\nCo-authored-by: Zoe <zoe@example.com>\n');
  repository.git('checkout', '-q', 'main');
  return repository.path;
}
