/**
 * The preset `open-source`: maintainers, and contributors nobody has met. After what projects with a written rule on
 * AI ask for: the Linux kernel, Fedora and LLVM ask that assistance is disclosed and that a human answers for it.
 */
export const openSource = `# Preset open-source: maintainers decide, drive-by contributors are welcome, AI is disclosed.
#
# Source: what projects with a written rule on AI assistance have in common. Linux (Documentation/process/
# coding-assistants.rst), Fedora (AI-assisted contributions policy) and LLVM (AI tool use policy) allow it, ask that it
# is disclosed (Assisted-by: ...), and hold the human who submits it to account. One approval more for strangers,
# sizes, days and shares are Countersign's, chosen to be argued with.
#
# It observes: every decision is made and shown, nothing is blocked.
version: 1
levels: [contributor, committer, maintainer]
mode: observe

areas:
  # What runs on the project's own machines, with its secrets, or ships to everybody.
  build-and-release:
    paths: ["/.github/workflows/**", "/.gitlab-ci.yml", "**/ci/**", "**/release/**", "Makefile", "Dockerfile"]
    tier: high
    because: whoever changes it can act for the project
  docs:
    paths: ["*.md", "*.rst", "*.adoc", "/docs/**"]
    tier: low
default-tier: medium

size:
  - { over: 400, tier: high }

# Disclosure is asked for, not presumed: a contributor who says nothing is asked once, before anybody reviews.
undeclared: ask

# A review is a sign-off of any form, but of what an AI helped with by a key that is touched, which no agent can do
# with a maintainer's files and tokens. Approvals on a forge are not read.
rules:
  - name: contribution
    when: author.level < maintainer
    require:
      - review: { count: 1, level: committer }
    because: somebody who can commit looks at what others send

  # Who commits in a person's name can write whatever they like of AI as well: a person touches a key for each change.
  - name: answered-for
    when: "!change.assisted && !author.touched && !change.touchesPolicy"
    require:
      - review: { count: 1, signature: touch }
    because: 'whoever can commit could have brought it alone: its authors touch a key to say whether an AI helped (countersign declare), or one other person reviews it'

  - name: drive-by
    when: author.unknown
    require:
      - review: { count: 2, level: committer }
    because: nobody knows yet who answers for it, so one more approval than for those we know

  - name: assisted
    when: change.assisted && !(author.rewritten && author.level >= maintainer)
    require:
      - review: { count: 1, level: maintainer, signature: touch }
    because: who keeps the code decides whether the AI's may stay

  - name: assisted-rewritten
    when: change.assisted && author.rewritten && author.level >= maintainer
    require:
      - review: { count: 1, level: committer, signature: touch }
    because: a maintainer who rewrote the AI's code answers for it; one committer takes a second maintainer's place

  - name: build-and-release
    when: change.tier >= high && author.level < maintainer
    require:
      - review: { count: 1, level: maintainer }
    because: what acts for the project, or is too much to see through, is a maintainer's to approve

  - name: policy-change
    when: change.touchesPolicy
    require:
      - sign-off: { level: maintainer, count: 1, owners: any, signature: verified }
    because: maintainers own the policy; whoever changes it changes every rule

otherwise: { allow: true, because: a maintainer wrote it by hand and touched a key to say so }

carry: { low: textual, medium: textual, high: disjoint, critical: disjoint }
expire: { sign-off: 90d }          # volunteers are slower
override: { by: { level: maintainer, count: 2 }, reason: required, review-within: 72h }
revert: { by: { level: committer, count: 1, on-call: false }, review-within: 72h }
spot-check: { share: 5%, when: change.assisted }
# Maintainers audit the incidents AI-assisted changes had a part in, every quarter, and sign what
# they found (countersign audit). That one is overdue is not said by this version.
audit: { every: 90d, by: maintainer }
`;
