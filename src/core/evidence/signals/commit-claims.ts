import type { Commit, Identity } from '../../change/index.ts';
import type { Claim, ClaimSource } from '../claim.ts';
import { readBoxes } from './boxes.ts';
import { disguisedClaims, mayDisguise } from './disguised.ts';
import { disclosureKeys, modelIn, readDisclosure, toolNamed } from './disclosure.ts';
import { agentSignals, botSignals } from './identity-signals.ts';
import { messageSignals } from './message-signals.ts';
import type { IdentityRole, Signal } from './signal.ts';
import { type MessageLine, readMessageLines, readTrailers, type Trailer, withoutLineEnd } from './trailers.ts';

/** The whole catalogue of signals a commit's own data can carry. Policies may add to it, never remove. */
export const signals: readonly Signal[] = [...agentSignals, ...botSignals, ...messageSignals];

/** Claims found in the author, committer and message of one commit, notes not included. */
export type CommitReader = (commit: Commit) => readonly Claim[];

const nothing: readonly Claim[] = [];
const coAuthorKeys = new Set(['co-authored-by', 'coauthored-by', 'co-author']);
const noreply = '@users.noreply.github.com';

/** Claims of one commit under the built-in catalogue. A plain commit gives none and costs a microsecond or two. */
export const claimsOfCommit: CommitReader = compileSignals(signals);

interface IdentityIndex {
  readonly byAddress: Map<string, Signal[]>;
  readonly byAccount: Map<string, Signal[]>;
  readonly byLogin: Map<string, Signal[]>;
  readonly bySuffix: (readonly [suffix: string, pattern: RegExp | null, signal: Signal])[];
}

/** Turns rules into lookups: addresses by hash, and one expression that tells plain messages apart at once. */
export function compileSignals(rules: readonly Signal[]): CommitReader {
  const identities = {
    author: indexIdentities(rules, 'author'),
    committer: indexIdentities(rules, 'committer'),
    'co-author': indexIdentities(rules, 'co-author'),
  };
  const byKey = new Map<string, Signal[]>();
  const ofLine: { match: Signal['match'] & { on: 'line' | 'subject' }; rule: Signal }[] = [];
  for (const rule of rules) {
    const { match } = rule;
    if (match.on === 'trailer') add(byKey, match.key, rule);
    else if (match.on === 'line' || match.on === 'subject') ofLine.push({ match, rule });
  }
  const keys = new Set([...byKey.keys(), ...coAuthorKeys, ...disclosureKeys]);
  const mayHaveTrailers = firstLook([...keys]);
  const mayHaveLines = firstLook(ofLine.map(({ match }) => match.needs));

  function claimsOf(commit: Commit): readonly Claim[] {
    const { author, committer, message } = commit;
    const asAuthor = signalsOf(identities.author, author);
    const asCommitter = signalsOf(identities.committer, committer);
    const readKeys = mayHaveTrailers.test(message);
    const readText = mayHaveLines.test(message);
    const readTicks = message.includes('[x]') || message.includes('[X]');
    if (asAuthor === null && asCommitter === null && !readKeys && !readText && !readTicks) return nothing;
    const claims: Claim[] = [];
    for (const [role, identity, found] of [['author', author, asAuthor], ['committer', committer, asCommitter]] as const) {
      for (const rule of found ?? []) {
        claims.push({ ...claim(rule, commit, { in: role, commit: commit.id }, `${identity.name} <${identity.email}>`), model: rule.match.on === 'identity' && rule.match.namePattern !== undefined ? modelIn(identity.name) : null });
      }
    }
    if (!readKeys && !readText && !readTicks) return claims;
    const lines = readMessageLines(message);
    if (readTicks) claims.push(...claimsOfBoxes(commit, lines));
    if (readKeys) for (const trailer of readTrailers(message, lines, keys)) claims.push(...claimsOfTrailer(commit, trailer));
    if (!readText) return claims.length < 2 ? claims : claims.toSorted((a, b) => lineOf(a) - lineOf(b));
    const said = new Set(claims.map((found) => `${lineOf(found)} ${found.tool}`));
    for (const found of claimsOfLines(commit, lines)) if (!said.has(`${lineOf(found)} ${found.tool}`)) claims.push(found);
    return claims.toSorted((a, b) => lineOf(a) - lineOf(b));
  }

  function claimsOfTrailer(commit: Commit, trailer: Trailer): readonly Claim[] {
    const source = { in: 'message', commit: commit.id, line: trailer.line } as const;
    if (coAuthorKeys.has(trailer.key)) return claimsOfCoAuthor(commit, trailer, source);
    const claims: Claim[] = [];
    for (const rule of byKey.get(trailer.key) ?? []) {
      const { match } = rule;
      if (match.on !== 'trailer' || !(match.value?.test(trailer.value) ?? true)) continue;
      const session = rule.kind === 'inferred' ? trailer.value : null;
      claims.push({ ...claim(rule, commit, source, trailer.quote), session, model: modelIn(trailer.value) });
    }
    if (!disclosureKeys.includes(trailer.key)) return claims;
    const identity = identityIn(trailer.value);
    const known = signalsOf(identities['co-author'], identity)?.find((rule) => rule.class === 'ai');
    const said = readDisclosure(trailer.key, trailer.value);
    if (known === undefined && said === null) return claims;
    const ai = said?.says === 'ai' ? said : null;
    claims.push({
      class: known !== undefined || ai !== null ? 'ai' : 'human',
      kind: 'declared',
      strength: 'strong',
      subject: { scope: 'commit', commit: commit.id },
      tool: ai?.tool ?? known?.tool ?? null,
      model: ai?.model ?? null,
      session: null,
      rule: known === undefined && ai === null ? 'disclosure.none' : `disclosure.${trailer.key}`,
      source,
      quote: trailer.quote,
    });
    return claims;
  }

  function claimsOfCoAuthor(commit: Commit, trailer: Trailer, source: ClaimSource): readonly Claim[] {
    const identity = identityIn(trailer.value);
    const found = signalsOf(identities['co-author'], identity);
    if (found !== null) {
      return found.map((rule) => ({ ...claim(rule, commit, source, trailer.quote), model: modelIn(identity.name) }));
    }
    const tool = toolNamed(identity.name);
    if (tool === null) return nothing;
    const rule = { tool, class: 'ai', kind: 'declared', strength: 'strong', id: 'co-author.product-name' } as const;
    return [{ ...claim(rule, commit, source, trailer.quote), model: modelIn(identity.name) }];
  }

  function claimsOfLines(commit: Commit, lines: readonly MessageLine[]): readonly Claim[] {
    const claims: Claim[] = [];
    const raw = commit.message.split('\n');
    for (const { number, text } of lines) {
      if (!mayHaveLines.test(text)) continue;
      const lower = text.toLowerCase();
      for (const { match, rule } of ofLine) {
        if (match.on === 'subject' && number > 1) continue;
        if (!lower.includes(match.needs)) continue;
        const found = match.pattern.exec(text);
        if (found === null) continue;
        const quote = withoutLineEnd(raw[number - 1]!);
        const session = rule.id.endsWith('-link') && rule.kind === 'inferred' ? found[0] : null;
        claims.push({ ...claim(rule, commit, { in: 'message', commit: commit.id, line: number }, quote), session });
      }
    }
    return claims;
  }

  return (commit) => {
    const claims = claimsOf(commit);
    if (!mayDisguise(commit.message)) return claims;
    const disguised = disguisedClaims(commit, claims, claimsOf);
    return disguised.length === 0 ? claims : [...claims, ...disguised];
  };
}

/** The boxes of a pull-request template, as forges put them into the message of a squash. */
function claimsOfBoxes(commit: Commit, lines: readonly MessageLine[]): readonly Claim[] {
  const raw = commit.message.split('\n');
  return readBoxes(lines).map(({ says, text, line }) => {
    // A template's list of examples names no tool.
    const named = says === 'none' || /\be\.g\.|\betc\b|\w\/\w|,.*\bor\b/i.test(text) ? null : readDisclosure('generated-by', text.replace(/^yes[\s,:(–—-]*/i, ''));
    const ai = named?.says === 'ai' ? named : null;
    const rule = { class: says === 'ai' ? 'ai' : 'human', kind: 'declared', strength: 'strong', tool: ai?.tool ?? null, id: says === 'ai' ? 'box.ai-used' : 'box.no-ai' } as const;
    return { ...claim(rule, commit, { in: 'message', commit: commit.id, line }, withoutLineEnd(raw[line - 1]!)), model: ai?.model ?? null };
  });
}

function claim(
  rule: Pick<Signal, 'class' | 'kind' | 'strength' | 'tool' | 'id'>,
  commit: Commit,
  source: ClaimSource,
  quote: string,
): Claim {
  return {
    class: rule.class,
    kind: rule.kind,
    strength: rule.strength,
    subject: { scope: 'commit', commit: commit.id },
    tool: rule.tool,
    model: null,
    session: null,
    rule: rule.id,
    source,
    quote,
  };
}

function lineOf(found: Claim): number {
  return found.source.in === 'message' ? found.source.line : 0;
}

function indexIdentities(rules: readonly Signal[], role: IdentityRole): IdentityIndex {
  const index: IdentityIndex = { byAddress: new Map(), byAccount: new Map(), byLogin: new Map(), bySuffix: [] };
  for (const rule of rules) {
    const { match } = rule;
    if (match.on !== 'identity' || match.role !== role) continue;
    for (const address of match.addresses) add(index.byAddress, address.toLowerCase(), rule);
    for (const account of match.accounts) add(index.byAccount, String(account), rule);
    for (const login of match.logins) add(index.byLogin, login.toLowerCase(), rule);
    if (match.nameSuffix !== null) index.bySuffix.push([match.nameSuffix, match.namePattern ?? null, rule]);
  }
  return index;
}

function add<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Rules an identity meets; an AI login on a bot's account number (it happens) counts as AI alone. */
function signalsOf(index: IdentityIndex, identity: Identity): readonly Signal[] | null {
  const email = identity.email.toLowerCase();
  let found: Signal[] | null = index.byAddress.get(email)?.slice() ?? null;
  if (email.endsWith(noreply)) {
    const [, account, login] = /^(?:(\d+)\+)?([^@]*)@/.exec(email) ?? [];
    for (const rule of [...(index.byAccount.get(account ?? '') ?? []), ...(index.byLogin.get(login ?? '') ?? [])]) {
      if (found === null) found = [rule];
      else if (!found.includes(rule)) found.push(rule);
    }
  }
  for (const [suffix, pattern, rule] of index.bySuffix) if (identity.name.endsWith(suffix) && (pattern?.test(identity.name) ?? true)) (found ??= []).push(rule);
  if (found === null || found.length === 1) return found;
  const ai = found.filter((rule) => rule.class === 'ai');
  return ai.length === 0 ? found : ai;
}

/** `Name <mail>`, or an address standing bare among the words; `email` is empty where there is none. */
function identityIn(value: string): Identity {
  const bracketed = /^([^<]*)<([^>]*)>/.exec(value);
  if (bracketed !== null) return { name: bracketed[1]!.trim(), email: bracketed[2]!.trim() };
  const bare = value.split(/\s/).find((word) => word.includes('@'));
  if (bare === undefined) return { name: value.trim(), email: '' };
  return { name: value.slice(0, value.indexOf(bare)).trim(), email: bare.replace(/^[(]|[).,;]$/g, '') };
}

/**
 * Matches every text that holds any of the literals, in any case. Each is anchored at its first sign that is no
 * letter, with a look back at what stands before: signs are rare and caseless, which makes the search twice as fast.
 */
function firstLook(literals: readonly string[]): RegExp {
  const bySign = new Map<string, string[]>();
  const whole: string[] = [];
  for (const literal of new Set(literals)) {
    const at = literal.search(/[^a-z0-9]/i);
    if (at === -1) whole.push(literal);
    else add(bySign, literal[at]!, `(?<=${escaped(literal.slice(0, at + 1))})${escaped(literal.slice(at + 1))}`);
  }
  const anchored = [...bySign].map(([sign, rests]) => `${escaped(sign)}(?:${rests.join('|')})`);
  return new RegExp([...anchored, ...whole].join('|') || '[]', 'i');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
