/**
 * The preset `four-tier`: as `three-tier`, with what customers see between money and tools, and machines for the
 * lowest. The scheme is common property, too.
 */
export const fourTier = `# Preset four-tier: from a senior's signature down to automated checks.
#
# Source: the four risk tiers of guides to governing AI-generated code, in about these words: critical (payments,
# authentication, data): a senior; high (customer-facing): peer review plus spot checks; medium (internal tools):
# standard review; low (docs and tests): automated checks. It has no single author. Paths, sizes, days and shares
# are Countersign's, chosen to be argued with.
#
# It observes: every decision is made and shown, nothing is blocked.
version: 1
levels: [junior, mid, senior, principal]
mode: observe

areas:
  payments:
    paths: ["**/payment/**", "**/payments/**", "**/billing/**", "**/checkout/**"]
    tier: critical
    because: money moves
  authentication:
    paths: ["**/auth/**", "**/login/**", "**/session/**", "**/sessions/**", "**/oauth/**", "**/sso/**"]
    tier: critical
    because: somebody else can get in
  data:
    paths: ["**/migrations/**", "**/database/**", "**/db/**", "*.sql"]
    tier: critical
    because: what is lost stays lost
  customer-facing:
    paths: ["**/web/**", "**/frontend/**", "**/mobile/**", "**/api/**", "**/public/**"]
    tier: high
    because: customers see it
  internal-tools:
    paths: ["/tools/**", "/scripts/**", "**/internal-tools/**", "**/admin/**"]
    tier: medium
  docs:
    paths: ["*.md", "*.rst", "*.adoc", "/docs/**"]
    tier: low
  tests:
    paths: ["**/test/**", "**/tests/**", "**/__tests__/**", "*.test.*", "*.spec.*", "*_test.*"]
    tier: low
default-tier: medium

size:
  - { over: 400, tier: high }
  - { over: 1500, tier: critical }

undeclared: ask

rules:
  - name: critical                 # payments, authentication, data
    when: change.assisted && change.tier == critical && !(author.rewritten && author.level >= senior)
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: verified }
      - rewrite: answered          # "rewritten" or "kept because ..."
    because: payments, authentication and data need a senior

  - name: critical-rewritten
    when: change.assisted && change.tier == critical && author.rewritten && author.level >= senior
    require:
      - sign-off: { level: mid, count: 1, owners: any, signature: verified }
    because: a senior who rewrote the AI's code answers for it; one other person of at least mid takes a second senior's place

  - name: customer-facing          # and spot checks, below
    when: change.assisted && change.tier == high
    require:
      - review: { count: 1, level: mid, signature: touch }
    because: what customers see is reviewed by a peer, and some of it again

  - name: standard                 # internal tools
    when: change.assisted && change.tier == medium
    require:
      - review: { count: 1, signature: touch }
    because: internal tools get the standard review, by anybody here

  - name: automated                # docs and tests
    when: change.assisted && change.tier == low
    require:
      - checks: { pass: [test] }
    because: docs and tests are left to automated checks

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
    because: one review more than an author who is enrolled gets

  - name: policy-change
    when: change.touchesPolicy
    require:
      - sign-off: { level: principal, count: 1, owners: any, signature: verified }
    because: principals own the policy; whoever changes it changes every rule

otherwise: { allow: true, because: no tier asks for more }

carry: { low: textual, medium: textual, high: disjoint, critical: disjoint }
expire: { sign-off: 30d }
override: { by: { level: senior, count: 2 }, reason: required, review-within: 24h }
revert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }   # on-call in people.yaml says who
spot-check: { share: 10%, when: change.tier == high }   # the customer-facing ones
# Principals audit the incidents AI-assisted changes had a part in, every quarter, and sign what
# they found (countersign audit). That one is overdue is not said by this version.
audit: { every: 90d, by: principal }
`;
