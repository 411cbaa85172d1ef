/**
 * The preset `three-layer`: AI proposes, a human approves, edits or rejects, and somebody experienced watches the
 * patterns. It comes from automated content, where it is called human in the loop.
 */
export const threeLayer = `# Preset three-layer: AI proposes, a human disposes, and somebody watches both.
#
# Source: the three layers that guides to automated content describe and teams took over for code: an AI proposes; a
# human approves, edits or rejects; analytics and an experienced auditor watch the patterns. Low stakes run
# automatically, medium ones need one approval, and where the stakes are high the AI assists and a human creates.
# It has no single author. Paths, sizes, days and shares are Countersign's, chosen to be argued with.
#
# It observes: every decision is made and shown, nothing is blocked.
version: 1
levels: [junior, mid, senior, principal]
mode: observe

areas:
  money-and-access:
    paths: ["**/payment/**", "**/payments/**", "**/billing/**", "**/auth/**", "**/login/**", "**/oauth/**", "**/sso/**"]
    tier: high
    because: money moves, or somebody else gets in
  ground:
    paths: ["**/infra/**", "**/infrastructure/**", "**/terraform/**", "**/migrations/**", "*.tf"]
    tier: high
    because: everything else stands on it
  docs:
    paths: ["*.md", "*.rst", "*.adoc", "/docs/**"]
    tier: low
  tests:
    paths: ["**/test/**", "**/tests/**", "**/__tests__/**", "*.test.*", "*.spec.*", "*_test.*"]
    tier: low
default-tier: medium

size:
  - { over: 400, tier: high }

# Layer 1: an AI proposes. Whoever proposes says so.
undeclared: ask

# Layer 2: a human approves, edits or rejects. Low stakes are automatic: a machine that tested it answers for it.
rules:
  - name: automatic
    when: change.assisted && change.tier == low
    require:
      - checks: { pass: [test] }
    because: at low stakes what an AI proposes lands once its tests passed

  - name: one-approval
    when: change.assisted && change.tier == medium
    require:
      - review: { count: 1, signature: touch }
    because: at medium stakes one human approves, edits or rejects what an AI proposes

  # High stakes: the AI assists, a human creates. Not the ban of "ai: forbidden", which leaves no room to assist:
  # below one half of the added lines it may help; from there on the lines are rewritten, or a principal answers.
  - name: ai-assists
    when: change.assisted && change.tier >= high && !(author.rewritten && author.level >= senior)
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: touch }
      - rewrite: answered          # "rewritten" or "kept because ..."
      - document: [intent]         # in the author's own words
    because: at high stakes an AI assists, and a senior says why what it wrote may stay

  - name: human-creates
    when: change.tier >= high && change.share >= 0.5
    require:
      - sign-off: { level: principal, count: 1, owners: any, signature: verified }
    because: at high stakes a human creates; rewrite until the AI's share is below one half, or a principal answers for it

  - name: rewritten
    when: change.assisted && change.tier >= high && author.rewritten && author.level >= senior
    require:
      - sign-off: { level: mid, count: 1, owners: any, signature: touch }
    because: a senior who rewrote the AI's code created it; one other person of at least mid takes a second senior's place

  # Who commits in a person's name can write whatever they like of AI as well: a person touches a key for each change.
  - name: answered-for
    when: "!author.touched && !change.touchesPolicy && (!change.assisted || change.tier == low)"
    require:
      - review: { count: 1, signature: touch }
    because: 'whoever can commit could have brought it alone: its authors touch a key to say whether an AI helped (countersign declare), or one other person reviews it'

  - name: unknown-author
    when: author.unknown
    require:
      - review: { count: 1, level: mid }
    because: nobody here answers for an author who is not enrolled

  - name: unknown-author-assisted
    when: author.unknown && change.assisted && change.tier >= medium
    require:
      - review: { count: 2, level: mid, signature: touch }
    because: one approval more than an author who is enrolled gets

  - name: policy-change
    when: change.touchesPolicy
    require:
      - sign-off: { level: principal, count: 1, owners: any, signature: verified }
    because: principals own the policy; whoever changes it changes every rule

otherwise: { allow: true, because: no layer asks for more }

carry: { low: textual, medium: textual, high: disjoint, critical: disjoint }
expire: { sign-off: 30d }
override: { by: { level: senior, count: 2 }, reason: required, review-within: 24h }
revert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }   # on-call in people.yaml says who
# Layer 3: analytics (countersign scan) and an experienced auditor watch the patterns. Some of what an AI wrote and
# a human approved is drawn for a second look; what ran automatically is left to scan. Audits are quarterly and
# signed (countersign audit); that one is overdue is not said by this version.
spot-check: { share: 5%, when: change.assisted }
audit: { every: 90d, by: principal }
`;
