/*
 * The topics of `countersign help`. A line alone without a stop is a title; indented lines are two columns,
 * parted by at least two spaces.
 */

const policy = `Policy and people
Two files on the protected branch say what is asked of a change and of whom. They are read from the tip of that branch, never from the change under judgement, so a change cannot loosen the rules it is judged by.

  .countersign/policy.yaml  areas with their tier and owners, and rules: when a condition holds, what it requires
  .countersign/people.yaml  people with their level and addresses, agents, gates and teams

A repository with neither is previewed under the preset amazon-2026 with everyone's level unknown, and every answer says so.

Modes
  observe  decide and show, never block
  warn     the same, with a warning
  enforce  what is not approved exits with 1

Where to begin
  countersign init                     a proposal from the repository and its history
  countersign policy show amazon-2026  a preset to read or to start from
  countersign policy lint              every mistake, with file, line, column and the mend
  countersign policy test              declarative cases of your own, each with the decision it must get
  countersign policy show              what is in force here, and which text wrote each rule
  countersign policy explain           what a rule means, and who could meet it
  countersign policy diff              what an edit asks less and more of
  countersign check --policy FILE      a what-if under a file that is not in force yet`;

const evidence = `Evidence of AI assistance
Every claim has a kind and stands verbatim in its source; countersign explain shows both.

  recorded  written by tooling as the lines were produced: git-ai notes, Agent Trace and others
  declared  said by a person or a tool: trailers such as Assisted-by
  inferred  deduced: the identity of an agent, a link to its session, instructions that hide marks

Lines are ai, human, unknown or contradictory. Unknown is never counted as human, and bots such as dependabot are neither. Evidence inside a change can only raise what is asked for, never lower it.

To answer for your own commit, add a trailer to its message, by hand or with countersign mark:
  Assisted-by: AGENT:MODEL  an AI helped
  Assisted-by: none         no AI was used`;

const signOff = `Sign-off
A sign-off is a person's signed statement about exactly one change: its two trees, by digest, and the branch it is to land on. It goes on counting after a squash or a clean rebase, and is gone with one line more; it lets its change in once. Who wrote any of the change, or ran the agent that did, may not sign it.

It is signed with a key of your own, by ssh-keygen or ssh-agent, and recorded in the ledger, where anybody can check it. Policies may ask for a key that somebody touches: no program can do that for you.

  countersign sign main..topic              look at it, answer for it, sign it
  countersign sign main..topic --reject     no, and why; --request-changes for not yet
  countersign declare main..topic           as its author: who or what wrote it, what it is for
  countersign check main..topic             what is still missing, and who can give it
  countersign override main..topic          break glass: a day at most, once, for all to see
  countersign after-review COMMIT           what was found of it afterwards
  countersign receive install               judge every push to a bare repository
  countersign verify                        that what landed is what was signed`;

const exitCodes = `Exit codes
  0    approved or overridden; or not blocking: mode observe or warn, or a preview
  1    check: not approved, and the policy enforces; verify: not proven; policy test: a case failed; ledger audit, ledger prove --verify: it does not hold; witness: it does not vouch for the ledger; commands that sign: you said no
  2    a mistake in what was typed, or in a policy or people file or a file of cases; doctor: a problem
  3    the machine: git is missing or too old, objects or history are not here
  70   a bug in countersign; --debug writes a trace to a file
  130  interrupted

With --json a failure also prints { "error": { code, kind, message, hints, at } } on stdout.`;

/** By the name typed after `countersign help`. */
export const topics: Readonly<Record<string, string>> = { policy, evidence, 'sign-off': signOff, 'exit-codes': exitCodes };
