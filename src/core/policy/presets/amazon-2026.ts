/**
 * The preset `amazon-2026`: the "controlled friction" Amazon was reported to have put in place in March 2026
 * after a series of outages that AI-assisted changes had a part in: juniors and mids need a senior's sign-off
 * for AI-assisted changes, then comes peer review, then tests; checkout, login, pricing, payments and inventory
 * are the strictest; principals audit. Reported by the press, not published by Amazon as a document.
 */
export const amazon2026 = `# Preset amazon-2026: a senior answers for what an AI helped to write.
#
# Source: press reports of March 2026 on Amazon's rules for AI-assisted code changes after several outages
# of its shop: mark -> senior gate -> peer review -> tests -> deploy, strictest on checkout, login, pricing,
# payments and inventory, with principal engineers auditing. The figures below (sizes, days, shares) are
# Countersign's, chosen to be argued with.
#
# It observes: every decision is made and shown, nothing is blocked. Say "mode: warn" or "mode: enforce",
# for everything or area by area, once the decisions look right to you.
version: 1
levels: [junior, mid, senior, principal]
mode: observe

# Where an outage costs customers most. Folders only: a word in a file name says too little (git has a
# builtin/checkout.c). Your own policy adds paths and owners to these by the same name.
areas:
  checkout:
    paths: ["**/checkout/**", "**/*-checkout/**", "**/cart/**", "**/orders/**"]
    tier: critical
    because: a customer cannot buy
  login:
    paths: ["**/login/**", "**/auth/**", "**/session/**", "**/sessions/**", "**/oauth/**", "**/sso/**"]
    tier: critical
    because: a customer cannot get in, or somebody else can
  pricing:
    paths: ["**/pricing/**", "**/prices/**", "**/discounts/**", "**/promotions/**"]
    tier: critical
    because: a wrong price is sold a thousand times before it is seen
  payments:
    paths: ["**/payment/**", "**/payments/**", "**/billing/**"]
    tier: critical
    because: money moves
  inventory:
    paths: ["**/inventory/**", "**/stock/**", "**/warehouse/**"]
    tier: critical
    because: what is sold must exist
  docs:
    paths: ["*.md", "*.rst", "*.adoc", "/docs/**"]
    tier: low
default-tier: medium

# Lines added is the strongest single predictor of a change that will need a fix.
size:
  - { over: 400, tier: high }
  - { over: 1500, tier: critical }

# An author who says nothing about AI is asked, before anybody reviews.
undeclared: ask

rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: touch }
      - checklist: ai-review
      - review: { count: 1, after: sign-off, distinct: true }   # peer review, by a second person
      - checks: { pass: [test], after: review }
    because: AI-assisted changes by juniors and mids need a senior (March 2026 policy)

  - name: scan-all-ai
    when: change.assisted
    require:
      - scan: { no-new: warning }
    because: scanners look at everything an AI wrote

  - name: critical
    when: change.assisted && change.tier == critical
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: verified }
      - edge-cases: [nullish, empty, overflow, concurrency]
      - document: [intent, rollback]
      - rewrite: answered          # "rewritten" or "kept because ..."
    because: where an outage costs most, a senior says why the AI's code may stay

  # It only ever adds. Everybody who touched the change counts for author.level, so that a senior-gate drops out for
  # seniors alone: with one commit of a junior in it, a second senior is asked as ever.
  - name: rewritten
    when: author.rewritten && author.level >= senior
    require:
      - review: { count: 1, level: mid, signature: touch }
    because: a senior who rewrote the AI's code answers for it; one other person of at least mid takes a second senior's place

  # Who commits in a person's name can write whatever they like of AI as well: a person touches a key for each change.
  - name: answered-for
    when: "!author.touched && !change.touchesPolicy && (!change.assisted || (author.level >= senior && change.tier < critical))"
    require:
      - review: { count: 1, signature: touch }
    because: 'whoever can commit could have brought it alone: its authors touch a key to say whether an AI helped (countersign declare), or one other person reviews it'

  - name: unknown-author
    when: author.unknown
    require:
      - review: { count: 1, level: mid }
    because: nobody here answers for an author who is not enrolled

  - name: policy-change
    when: change.touchesPolicy
    require:
      - sign-off: { level: principal, count: 1, owners: any, signature: verified }
    because: principals own the policy; whoever changes it changes every rule

otherwise: { allow: true, because: no rule asks for more }

# A sign-off stays good when the change is rebased: where files of high and critical areas moved underneath
# it does not; elsewhere a clean merge keeps it.
carry: { low: textual, medium: textual, high: disjoint, critical: disjoint }
expire: { sign-off: 30d }
override: { by: { level: senior, count: 2 }, reason: required, review-within: 24h }
revert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }   # on-call in people.yaml says who
spot-check: { share: 5%, when: change.tier >= high }
# Principals audit the incidents AI-assisted changes had a part in, every quarter, and sign what
# they found (countersign audit). That one is overdue is not said by this version.
audit: { every: 90d, by: principal }
`;
