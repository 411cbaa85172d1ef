import { decodeUtf8 } from '../../../core/values/index.ts';
import { shortCode } from '../../../core/brief/index.ts';
import type { Signing } from '../tasks.ts';

/** One line of what is signed: what it is called, and what it says. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** Read letter by letter, such as a digest. */
  readonly exact: boolean;
}

/** What a person is shown before they sign. */
export interface Shown {
  readonly heading: string;
  /** As the terminal shows it; `null` where no change is meant. */
  readonly code: string | null;
  readonly rows: readonly Row[];
  /** Every byte of it, laid out. */
  readonly whole: string;
}

type Values = Readonly<Record<string, unknown>>;

const headings: Readonly<Record<string, string>> = {
  'sign-off:approve': 'You are about to approve',
  'sign-off:reject': 'You are about to reject',
  'sign-off:request-changes': 'You are about to ask for changes',
  'sign-off:withdraw': 'You are about to withdraw what you said',
  declaration: 'You are about to declare how a change came about',
  override: 'You are about to break glass',
  'after-review': 'You are about to settle what landed in an emergency',
  audit: 'You are about to audit the ledger',
  adoption: 'You are about to adopt a branch: its policy and people',
};

/** What is signed, in words. Everything comes from the bytes that the challenge is made of. */
export function whatItSays({ form }: Pick<Signing, 'form'>, body: Uint8Array): Shown {
  const text = decodeUtf8(body);
  if (form === 'text') return aText(text);
  const statement = JSON.parse(text) as Values;
  const said = valuesOf(statement['predicate']);
  const name = textOf(statement['predicateType']).replace(/^urn:countersign:|:v\d+$/g, '');
  const digest = textOf(valuesOf(said['change'])['digest']);
  return {
    heading: headings[`${name}:${textOf(said['verdict'])}`] ?? headings[name] ?? `You are about to sign a statement: ${name}`,
    code: digest === '' ? null : shortCode(digest),
    rows: rowsOf(said, digest),
    whole: JSON.stringify(statement, null, 2),
  };
}

function aText(text: string): Shown {
  const lines = text.trimEnd().split('\n');
  const rows = lines.slice(1).map((line) => row(line.charAt(0).toUpperCase() + line.slice(1).split(' ', 1)[0]!, line.slice(line.indexOf(' ') + 1), true));
  return { heading: 'You are about to show that this passkey is yours', code: null, rows, whole: text };
}

function rowsOf(said: Values, digest: string): Row[] {
  const person = valuesOf(said['person']);
  const answering = valuesOf(said['answering']);
  const [base, head, landing] = [said['base'], said['head'], said['landing']].map((one) => textOf(valuesOf(one)['commit']));
  const [entries, document, assistance] = [said['entries'], said['document'], said['assistance']].map(valuesOf);
  const level = textOf(person['level']);
  const rows = [
    row('As', level === '' ? textOf(person['id']) : `${textOf(person['id'])} (${level})`),
    row('Verdict', textOf(said['verdict'])),
    row('On', [textOf(said['target']), ...texts(said['alsoFor']).map((ref) => `also for ${ref}`)].filter((one) => one !== '').join(', '), true),
    row('Commits', base === '' ? landing ?? '' : `${base?.slice(0, 12)} → ${head?.slice(0, 12)}`, true),
    row('Commit', textOf(said['commit']), true),
    row('Policy', textOf(said['policy']), true),
    row('People', textOf(said['people']), true),
    row('Digest', digest, true),
    row('Answering', texts(answering['rules']).join(', ')),
    row('Tier', textOf(answering['tier'])),
    ...list(said['answers']).map(valuesOf).map((one) => row(textOf(one['item']), [textOf(one['answer']), ...list(one['anchors']).map(anchor)].join('  '))),
    ...texts(said['edgeCases']).map((one) => row('Edge case', one)),
    row('Owner', textOf(said['owner'])),
    ...texts(said['findings']).map((one) => row('Finding', one)),
    row('Entries', entries?.['to'] === undefined ? '' : `${String(entries['from'])} to ${String(entries['to'])} of the ledger`),
    row('AI used', assistance?.['used'] === undefined ? '' : assistance['used'] === true ? `yes: ${texts(assistance['tools']).join(', ')}` : 'no'),
    ...Object.entries(document ?? {}).map(([part, value]) => row(part, textOf(value))),
    row('Maintainer', textOf(said['maintainer'])),
    row('Reason', textOf(said['reason'])),
    row('Comment', textOf(said['comment'])),
    row('Until', textOf(said['expiresAt'])),
    row('Repository', textOf(said['repository']), true),
  ];
  return rows.filter(({ value }) => value !== '');
}

function anchor(value: unknown): string {
  const { path, start, end } = valuesOf(value);
  return `[${textOf(path)}:${String(start)}-${String(end)}]`;
}

function row(name: string, value: string, exact = false): Row {
  return { name, value, exact };
}

function valuesOf(value: unknown): Values {
  return typeof value === 'object' && value !== null ? (value as Values) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function texts(value: unknown): string[] {
  return list(value).map(textOf);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
