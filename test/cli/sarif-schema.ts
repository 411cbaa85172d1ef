/*
 * The part of SARIF 2.1.0 that a check fills, written from the OASIS standard (sections named below) with every
 * object closed: a member the standard does not have, or has in another form, fails.
 */

const text = { type: 'string', minLength: 1 };
const closed = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({ type: 'object', additionalProperties: false, properties, required });

/** 3.11 */
const message = closed({ text }, ['text']);
/** 3.4: a relative reference (RFC 3986, 4.2) with no scheme, no authority and nothing unescaped */
const uri = { type: 'string', pattern: '^(?!/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$' };
const artifactLocation = closed({ uri, uriBaseId: { const: '%SRCROOT%' } }, ['uri', 'uriBaseId']);
/** 3.30 */
const line = { type: 'integer', minimum: 1 };
const region = closed({ startLine: line, endLine: line }, ['startLine', 'endLine']);
/** 3.28, 3.29 */
const physicalLocation = closed({ artifactLocation, region }, ['artifactLocation']);
const location = closed({ physicalLocation }, ['physicalLocation']);
const related = closed({ id: { type: 'integer', minimum: 0 }, message, physicalLocation }, ['id', 'message', 'physicalLocation']);
/** 3.49 */
const rule = closed({ id: text, shortDescription: message, fullDescription: message, help: message }, ['id', 'shortDescription']);
/** 3.27 */
const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message,
    locations: { type: 'array', items: location, maxItems: 1 },
    relatedLocations: { type: 'array', items: related, uniqueItems: true },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
  },
  ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
);
/** 3.20 */
const invocation = closed({ executionSuccessful: { type: 'boolean' }, exitCode: { type: 'integer' }, exitCodeDescription: text }, ['executionSuccessful']);
/** 3.19 */
const driver = closed({ name: text, semanticVersion: text, rules: { type: 'array', items: rule, uniqueItems: true } }, ['name']);
/** 3.14 */
const run = closed(
  {
    tool: closed({ driver }, ['driver']),
    automationDetails: closed({ id: text }, ['id']),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    invocations: { type: 'array', items: invocation },
    results: { type: 'array', items: result },
    properties: { type: 'object' },
  },
  ['tool', 'results'],
);

/** 3.13 */
export const sarifSchema = closed(
  { $schema: { type: 'string', pattern: '^https://docs\\.oasis-open\\.org/sarif/' }, version: { const: '2.1.0' }, runs: { type: 'array', items: run } },
  ['version', 'runs'],
);
