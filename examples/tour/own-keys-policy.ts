import { text } from '../retail/text.ts';

/** The policy of the walkthrough: what the shop asks until everybody has a security key, and scanners sign their results. */
export const ownKeysPolicy = text`
  # Until everybody has a security key. Read from main, never from the change it judges.
  version: 1

  # Our own copy of the preset: what is named below is ours, everything else is as it was.
  fork: amazon-2026
  mode: enforce
  protected: [refs/heads/main]

  areas:
    checkout: { paths: ["services/checkout/**", "libs/db/**"], tier: critical, owners: [retail-seniors, edda] }
    payments: { owners: [retail-seniors, edda] }
    pricing:  { owners: [retail-seniors, edda] }
    login:    { owners: [retail-seniors, edda] }
    inventory: { owners: [retail-seniors, edda] }
    docs:     { paths: ["docs/**", "**/*.md"], tier: low }
    tests:    { paths: ["tests/**"], tier: low }

  rules:
    - name: senior-gate
      when: change.assisted && author.level < senior
      require:
        # A key kept in a file: whatever runs on the laptop can use it. It is a beginning.
        - sign-off: { level: senior, owners: per-area, signature: any }
        - checklist: ai-review
        - review: { count: 1, after: sign-off }
        - checks: { pass: [test], after: review }
      because: AI-assisted changes by juniors and mids need a senior, then a peer, then tests

    - name: critical
      when: change.assisted && change.tier == critical
      require:
        - sign-off: { level: senior, owners: per-area, signature: any }
        - document: [intent, rollback]
        - rewrite: answered
      because: where an outage costs most, a senior says why the AI's code may stay

    - name: policy-change
      when: change.touchesPolicy
      require:
        - sign-off: { level: senior, owners: any, signature: any }
      because: one principal alone would have nobody who looks at theirs

    # No scanner signs its results here yet.
    - name: scan-all-ai
      require: []

  spot-check: { share: 5%, when: change.linesAdded > 400 }
`;
