import type { Undeclared } from '../../evidence/index.ts';
import { tiers } from '../../risk/index.ts';
import type { Json } from '../../values/index.ts';
import { conditionVariables, type ConditionField } from '../conditions/environment.ts';
import { carryOrder, undeclaredOrder } from './floors.ts';
import { requirementFields, type RequirementField } from '../rules/requirement-fields.ts';
import { modes, requirementKinds, syncedOrder } from '../policy.ts';
import { presets } from '../presets/presets.ts';

type Schema = { readonly [key: string]: Json };

const draft = 'https://json-schema.org/draft/2020-12/schema';
const text: Schema = { type: 'string', minLength: 1 };
const texts: Schema = { type: 'array', items: text, minItems: 1, uniqueItems: true };
const duration: Schema = {
  type: 'string',
  pattern: '^[1-9][0-9]{0,4}[mhdw]$',
  description: 'A length of time: 24h, 30d.',
};
const percent: Schema = {
  type: 'string',
  pattern: '^[0-9]{1,3}(\\.[0-9]{1,3})? ?%$',
  description: 'A percentage: 5%.',
};
const name = '^[A-Za-z][A-Za-z0-9_.-]{0,63}$';
const count: Schema = { type: 'integer', minimum: 1 };
const word = (words: readonly string[], description?: string): Schema => ({
  enum: [...words],
  ...(description === undefined ? {} : { description }),
});
const mapping = (properties: Schema, required: readonly string[] = [], description?: string): Schema => ({
  type: 'object',
  properties,
  required: [...required],
  additionalProperties: false,
  ...(description === undefined ? {} : { description }),
});

/** What a condition may read, one line a field, for the completion of editors. */
function conditionDoc(): string {
  const lines = Object.entries(conditionVariables).flatMap(([variable, fields]) =>
    Object.entries(fields as Readonly<Record<string, ConditionField>>).map(
      ([field, { type, doc }]) => `${variable}.${field} (${type}): ${doc}`,
    ),
  );
  return `When the rule applies, in CEL.\n${lines.join('\n')}`;
}

function fieldSchema(field: RequirementField): Schema {
  if (field.read === 'level') return { ...text, description: 'A level of the ladder.' };
  if (field.read === 'count') return count;
  if (field.read === 'boolean') return { type: 'boolean' };
  if (field.read === 'percent') return percent;
  if (field.read === 'names') return texts;
  return field.read.many
    ? { type: 'array', items: word(field.read.words), minItems: 1, uniqueItems: true }
    : word(field.read.words);
}

/** Each kind in its long form and, where it has one, the short form its first field stands for. */
function requirementSchema(): Schema {
  const kinds = requirementKinds.map((kind): Schema => {
    const fields = requirementFields[kind];
    const long = mapping({
      ...Object.fromEntries(fields.map((field) => [field.key, fieldSchema(field)])),
      after: word(requirementKinds),
    });
    return mapping({ [kind]: { anyOf: [fieldSchema(fields[0]!), long, { type: 'null' }] } }, [kind]);
  });
  return { anyOf: [word(requirementKinds), ...kinds] };
}

const by = (extra: Schema): Schema => mapping({ level: text, count, ...extra });

function signalSchema(): Schema {
  const day: Schema = { type: 'string', format: 'date' };
  const places = ['addresses', 'accounts', 'logins', 'trailer', 'line'];
  const signal = mapping(
    {
      id: { type: 'string', pattern: name },
      tool: { ...text, description: 'The product as people know it.' },
      class: word(['ai', 'bot'], 'ai unless said otherwise; no rule makes anybody human.'),
      strength: word(['strong', 'weak'], 'weak asks the author, strong settles it.'),
      addresses: { ...texts, description: 'Whole e-mail addresses of author, committer or co-author.' },
      accounts: { type: 'array', items: count, description: 'GitHub account numbers.' },
      logins: { type: 'array', items: { type: 'string', pattern: '\\[bot\\]$' }, minItems: 1, description: 'GitHub app logins.' },
      trailer: mapping({ key: text, value: { ...text, description: 'How the value begins; any value without it.' } }, ['key']),
      line: { type: 'string', minLength: 12, description: 'A text a line of the message contains.' },
      since: day,
      until: day,
      because: text,
    },
    ['id', 'because'],
  );
  return { ...signal, anyOf: places.map((place) => ({ required: [place] })) };
}

function calibrationSchema(): Schema {
  const amount: Schema = { type: 'integer', minimum: 0 };
  const bucket = mapping({ from: amount, to: { type: ['integer', 'null'], minimum: 0 }, changes: amount, fixed: amount }, [
    'from',
    'changes',
    'fixed',
  ]);
  return mapping(
    { source: text, until: { type: 'string', format: 'date' }, buckets: { type: 'array', items: bucket, minItems: 1 } },
    ['source', 'until', 'buckets'],
    'How often changes of each size needed a fix in this repository.',
  );
}

/**
 * JSON Schema (2020-12) of `.countersign/policy.yaml` for editors. It knows form; what depends on the rest of
 * the file (levels, floors, conditions) only the parser knows.
 */
export function policySchema(): Schema {
  const condition: Schema = { type: ['string', 'boolean'], description: conditionDoc() };
  const area = mapping({
    paths: { ...texts, description: 'Gitignore-like patterns from the root of the repository; no exclusions.' },
    tier: word(tiers, 'How much a change here can hurt.'),
    owners: { ...texts, description: 'Persons and teams of people.yaml.' },
    mode: word(modes),
    ai: word(['allowed', 'forbidden']),
    because: text,
    'review-by': { type: 'string', format: 'date' },
  });
  const rule = mapping(
    {
      name: { type: 'string', pattern: name },
      when: condition,
      require: { type: 'array', items: requirementSchema() },
      because: text,
      shadow: { type: 'boolean', description: 'Evaluated and reported beside the live rules, never gating.' },
    },
    ['name'],
  );
  const undeclared: readonly Undeclared[] = undeclaredOrder;
  return {
    $schema: draft,
    title: '.countersign/policy.yaml',
    ...mapping(
      {
        version: { const: 1 },
        extends: {
          type: 'string',
          examples: Object.keys(presets),
          description: 'A preset or a pinned text to stay on: it may only be raised.',
        },
        fork: {
          type: 'string',
          examples: Object.keys(presets),
          description: 'A preset or a pinned text to own a copy of: anything may be changed.',
        },
        levels: {
          type: 'array',
          items: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{0,31}$' },
          minItems: 1,
          uniqueItems: true,
          description: 'The ladder, least first.',
        },
        mode: word(modes, 'observe reports, warn says it where people see it, enforce blocks.'),
        protected: {
          type: 'array',
          items: { type: 'string', pattern: '^refs/' },
          minItems: 1,
          description: 'Full ref names.',
        },
        areas: { type: 'object', propertyNames: { pattern: name }, additionalProperties: area },
        'default-tier': word(tiers, 'Tier of files outside every area.'),
        size: {
          type: 'array',
          items: mapping({ over: { type: 'integer', minimum: 0 }, tier: word(tiers) }, ['over', 'tier']),
        },
        undeclared: word(undeclared, 'How an author who says nothing about AI is taken.'),
        signals: { type: 'array', items: signalSchema(), description: 'Traces of AI and bots besides the built-in ones.' },
        rules: { type: 'array', items: rule },
        otherwise: mapping(
          { allow: { type: 'boolean' }, because: text },
          ['allow', 'because'],
          'Settles changes no rule is about.',
        ),
        carry: mapping(Object.fromEntries(tiers.map((tier) => [tier, word(carryOrder)]))),
        expire: mapping({ 'sign-off': duration }),
        override: {
          anyOf: [{ const: 'none' }, mapping({ by: by({}), reason: { const: 'required' }, 'review-within': duration })],
        },
        revert: {
          anyOf: [
            { const: 'none' },
            mapping({ by: by({ 'on-call': { type: 'boolean' } }), 'review-within': duration }),
          ],
        },
        'spot-check': mapping({ share: percent, when: condition }),
        audit: {
          anyOf: [{ const: 'none' }, mapping({ every: duration, by: { ...text, description: 'A level of the ladder.' } })],
          description: 'How often AI incidents are audited, and from which level on.',
        },
        calibration: calibrationSchema(),
        passkeys: mapping(
          { synced: word(syncedOrder, 'refuse: one that may be synced to other devices counts as a key in a file.') },
          [],
          'What passkeys are good for.',
        ),
        codeowners: {
          anyOf: [word(['github', 'gitlab', 'none']), mapping({ dialect: word(['github', 'gitlab']), path: text }, ['dialect'])],
          description: 'The CODEOWNERS file that owns files where no area names owners.',
        },
      },
      ['version'],
    ),
  };
}

/** JSON Schema (2020-12) of `.countersign/people.yaml` for editors. */
export function peopleSchema(): Schema {
  const accounts: Schema = {
    type: 'object',
    additionalProperties: text,
    description: 'Forge name to login, such as github: ana-r.',
  };
  const keys: Schema = {
    ...texts,
    description: 'OpenSSH public keys, as .pub files hold them; before the type may stand origin="https://…" (of a passkey) and revoked.',
  };
  const moment: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d)?Z)?$', description: 'In UTC: 2027-03-01 or 2027-03-01T09:00Z.' };
  const named = (schema: Schema): Schema => ({
    type: 'object',
    propertyNames: { pattern: name },
    additionalProperties: schema,
  });
  return {
    $schema: draft,
    title: '.countersign/people.yaml',
    ...mapping(
      {
        version: { const: 1 },
        root: mapping(
          {
            repository: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'Drawn once by countersign init; every sign-off names it.' },
            keys: { type: 'array', items: text, uniqueItems: true, description: 'Keys that sign the first adoption, and nobody’s everyday keys.' },
          },
          ['repository'],
          'What trust in this repository begins with.',
        ),
        people: named(
          mapping(
            {
              name: text,
              level: { ...text, description: 'A level of the policy’s ladder.' },
              emails: texts,
              accounts,
              keys,
            },
            ['level'],
          ),
        ),
        agents: named(
          mapping({
            operator: word(['required', 'none'], 'Whether a human must stand behind it.'),
            owners: { ...texts, description: 'Persons who own the account: they may not sign what it wrote.' },
            emails: texts,
            accounts,
          }),
        ),
        gates: named(
          mapping(
            {
              keys,
              may: { type: 'array', items: word(['evidence', 'landing', 'adoption']), minItems: 1, uniqueItems: true },
            },
            ['keys', 'may'],
          ),
        ),
        teams: named({ ...texts, description: 'Persons and other teams.' }),
        'on-call': {
          type: 'array',
          items: { anyOf: [text, mapping({ who: text, from: moment, until: moment }, ['who'], 'A turn: `until` is the first moment after it.')] },
          description: 'Persons and teams who may take a landing back by the lane of a revert.',
        },
        witnesses: {
          type: 'array',
          items: mapping({ key: { type: 'string', pattern: '^[^\\s+]{1,200}\\+[0-9a-f]{8}\\+B[A-P][A-Za-z0-9+/]{42}$' }, repository: text }, ['key', 'repository'], 'A key that cosigns, as `name+id+key`, and where what it cosigned is kept.'),
          description: 'Who vouches from elsewhere that the ledger only grew.',
        },
        source: {
          type: 'string',
          pattern: '@sha256:[0-9a-f]{64}$',
          description: 'A pinned text that holds all of these: github.com/acme/people@sha256:… Nothing stands beside it.',
        },
      },
    ),
    oneOf: [
      { required: ['people'], properties: { source: false } },
      { required: ['source'], properties: { people: false, agents: false, gates: false, teams: false } },
    ],
  };
}
