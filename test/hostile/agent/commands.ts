/** What an agent does with a command, in the hope of getting its change landed. */
export interface Use {
  /** It only tells. */
  readonly reads?: readonly string[];
  /** It changes what its own clone does, and can reach nothing else. */
  readonly alone?: readonly string[];
  /** It signs, sends, or writes what is then committed and pushed. */
  readonly tries?: readonly (readonly string[])[];
}

/** In place of the file with the developer’s key. */
export const ownKey = '<own key>';
const byOwnKey = ['--key', ownKey];
const range = 'main..topic';

/** Every command there is: one that nobody classified fails the tests. The words are as an agent would type them. */
export const commands: Readonly<Record<string, Use>> = {
  scan: { reads: ['scan', '--json'] },
  check: { reads: ['check', range, '--target', 'refs/heads/topic'] },
  verify: { reads: ['verify'] },
  explain: { reads: ['explain', range] },
  reviewers: { reads: ['reviewers', range] },
  'policy lint': { reads: ['policy', 'lint'] },
  'policy show': { reads: ['policy', 'show'] },
  'policy test': { reads: ['policy', 'test'] },
  'policy explain': { reads: ['policy', 'explain', 'policy-change'] },
  'policy diff': { reads: ['policy', 'diff', 'main', 'topic'] },
  doctor: { reads: ['doctor'] },
  schema: { reads: ['schema', 'check'] },
  help: { reads: ['help', 'sign'] },
  completion: { reads: ['completion', 'bash'] },
  'people list': { reads: ['people', 'list'] },
  'people allowed-signers': { reads: ['people', 'allowed-signers'] },
  'people prove': { reads: ['people', 'prove', '--id', 'ana', ...byOwnKey] },
  'ledger show': { reads: ['ledger', 'show'] },
  'ledger prove': { reads: ['ledger', 'prove', '0'] },
  'ledger audit': { reads: ['ledger', 'audit'] },
  'ledger export': { reads: ['ledger', 'export', '../exported.jsonl'] },
  'hook install': { alone: ['hook', 'install'] },
  'hook uninstall': { alone: ['hook', 'uninstall'] },
  'hook status': { reads: ['hook', 'status'] },
  'hook run': { reads: ['hook', 'run', 'commit-msg', '.git/COMMIT_EDITMSG'] },
  witness: { alone: ['witness', '--new-key', 'witness.example.com', '--key', '../witness.key'] },
  'receive install': { alone: ['receive', 'install', '--gate-key', ownKey] },
  'receive uninstall': { alone: ['receive', 'uninstall'] },
  'receive status': { reads: ['receive', 'status'] },
  'receive run': { alone: ['receive', 'run', 'post-receive', '--gate-key', ownKey] },
  mark: { tries: [['mark', '--none']] },
  declare: { tries: [['declare', range, '--no-ai', '--intent', 'x', '--rollback', 'x', ...byOwnKey, '--yes'], ['declare', range, '--attest', '--no-ai', ...byOwnKey, '--yes']] },
  sign: { tries: [['sign', range, '--approve', '--answers', '../answers.yaml', ...byOwnKey, '--yes'], ['sign', range, '--approve', '--target', 'refs/heads/topic', ...byOwnKey, '--yes']] },
  override: { tries: [['override', range, '--reason', 'checkout is down', ...byOwnKey, '--yes']] },
  'after-review': { tries: [['after-review', 'HEAD', '--accept', '--comment', 'x', ...byOwnKey, '--yes']] },
  audit: { tries: [['audit', '--nothing-found', ...byOwnKey, '--yes']] },
  adopt: { tries: [['adopt', ...byOwnKey], ['adopt', '--new-root', ...byOwnKey], ['adopt', '--gate', 'ci', ...byOwnKey]] },
  'evidence record': { tries: [['evidence', 'record', '--check', 'test', '--passed', ...byOwnKey], ['evidence', 'record', '--check', 'test', '--passed', '--gate', 'ci', ...byOwnKey]] },
  'ledger push': { tries: [['ledger', 'push']] },
  init: { tries: [['init', '--yes']] },
  'people import': { tries: [['people', 'import', '--yes']] },
  'people add': { tries: [['people', 'add', 'robot', '--level', '<top>', '--email', 'robot@example.com']] },
  'people root': { tries: [['people', 'root', '--key', `${ownKey}.pub`]] },
  'people enrol': { tries: [['people', 'enrol', '--key', ownKey, '--id', 'ana']] },
  'people revoke': { tries: [['people', 'revoke', 'ana']] },
};
