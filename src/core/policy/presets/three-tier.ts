/**
 * The preset `three-tier`: low, medium and high, and who must look at each. The scheme is common property: guides to
 * reviewing AI-generated code by risk have repeated it, in about these words, since 2024.
 */
export const threeTier = `# Preset three-tier: what an AI may do, and who looks at it, by how much it can hurt.
#
# Source: the three risk tiers that guides to reviewing AI-generated code have repeated since 2024, in about these
# words: tests, docs and internal tools: AI may generate, a junior may review; features and API: peer review;
# infrastructure, auth, payments and data pipelines: a senior must review and say why the AI's code was kept.
# It has no single author. Paths, sizes, days and shares are Countersign's, chosen to be argued with.
#
# It observes: every decision is made and shown, nothing is blocked.
version: 1
levels: [junior, mid, senior, principal]
mode: observe

areas:
  infrastructure:
    paths: ["**/infra/**", "**/infrastructure/**", "**/terraform/**", "**/k8s/**", "**/helm/**", "*.tf", "/.github/workflows/**"]
    tier: high
    because: everything else runs on it
  auth:
    paths: ["**/auth/**", "**/login/**", "**/session/**", "**/sessions/**", "**/oauth/**", "**/sso/**"]
    tier: high
    because: somebody else can get in
  payments:
    paths: ["**/payment/**", "**/payments/**", "**/billing/**"]
    tier: high
    because: money moves
  data-pipelines:
    paths: ["**/pipeline/**", "**/pipelines/**", "**/etl/**", "**/dags/**", "**/migrations/**"]
    tier: high
    because: wrong data spreads before anybody looks
  api:
    paths: ["**/api/**", "**/openapi/**", "*.proto"]
    tier: medium
    because: others build on it
  tests:
    paths: ["**/test/**", "**/tests/**", "**/__tests__/**", "*.test.*", "*.spec.*", "*_test.*"]
    tier: low
  docs:
    paths: ["*.md", "*.rst", "*.adoc", "/docs/**"]
    tier: low
  internal-tools:
    paths: ["/tools/**", "/scripts/**", "**/internal-tools/**"]
    tier: low
default-tier: medium               # features: what no area names

size:
  - { over: 400, tier: high }

undeclared: ask

rules:
  - name: high                     # infrastructure, auth, payments, data pipelines
    when: change.assisted && change.tier >= high && !(author.rewritten && author.level >= senior)
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: touch }
      - rewrite: answered          # "rewritten" or "kept because ..."
    because: where it hurts, a senior reviews and says why the AI's code may stay

  - name: high-rewritten
    when: change.assisted && change.tier >= high && author.rewritten && author.level >= senior
    require:
      - sign-off: { level: mid, count: 1, owners: any, signature: touch }
    because: a senior who rewrote the AI's code answers for it; one other person of at least mid takes a second senior's place

  - name: medium                   # features and API
    when: change.assisted && change.tier == medium
    require:
      - review: { count: 1, level: mid, signature: touch }
    because: features and API are reviewed by a peer

  - name: low                      # tests, docs, internal tools
    when: change.assisted && change.tier == low
    require:
      - review: { count: 1, level: junior, signature: touch }
    because: an AI may write tests, docs and internal tools, and a junior may review them

  # Who commits in a person's name can write whatever they like of AI as well: a person touches a key for each change.
  - name: answered-for
    when: "!change.assisted && !author.touched && !change.touchesPolicy"
    require:
      - review: { count: 1, signature: touch }
    because: 'whoever can commit could have brought it alone: its authors touch a key to say whether an AI helped (countersign declare), or one other person reviews it'

  - name: unknown-author
    when: author.unknown
    require:
      - review: { count: 1, level: mid }
    because: nobody here answers for an author who is not enrolled

  - name: unknown-author-assisted
    when: author.unknown && change.assisted
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
spot-check: { share: 5%, when: change.tier >= high }
# Principals audit the incidents AI-assisted changes had a part in, every quarter, and sign what
# they found (countersign audit). That one is overdue is not said by this version.
audit: { every: 90d, by: principal }
`;
