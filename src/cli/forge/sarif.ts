import type { Sha256 } from '../../core/values/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { safeText } from '../terminal/foreign.ts';
import { statusLooks } from '../text/status.ts';
import { findingsOf, type Finding, type Place } from './findings.ts';
import { lineHashes } from './line-hash.ts';
import { rulesOf, type SarifRule } from './sarif-rules.ts';
import { pathUri } from './sarif-uri.ts';

/** A log of SARIF 2.1.0 (OASIS Standard, docs.oasis-open.org/sarif/sarif/v2.1.0), as far as a check fills one. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [SarifRun];
}

interface SarifRun {
  readonly tool: { readonly driver: { readonly name: string; readonly semanticVersion: string; readonly rules: readonly SarifRule[] } };
  readonly automationDetails: { readonly id: string };
  readonly columnKind: 'utf16CodeUnits';
  readonly invocations: readonly [{ readonly executionSuccessful: true; readonly exitCode: number; readonly exitCodeDescription: string }];
  readonly results: readonly SarifResult[];
  readonly properties: Readonly<Record<string, string | boolean>>;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Finding['loudness'];
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly (SarifLocation & { readonly id: number; readonly message: { readonly text: string } })[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: '%SRCROOT%' };
    readonly region?: { readonly startLine: number; readonly endLine: number };
  };
}

/** What a log needs besides the report. */
export interface SarifContext {
  readonly version: string;
  readonly blocking: boolean;
  readonly sha256: Sha256;
  /** The text of a file of the head; `null` where it has none that could be read. */
  readonly textOf: (path: string) => Promise<string | null>;
}

/** Further lines of one result; code scanning shows few of them. */
const relatedShown = 100;

/** The check as one run: a result for each requirement not met, area refused and risk seen. */
export async function checkSarif(report: CheckReport, context: SarifContext): Promise<SarifLog> {
  const findings = findingsOf(report);
  const rules = rulesOf(report, findings);
  const hashes = await hashesOf(findings, context);
  const { decision, mode } = report.judgement;
  const { word } = statusLooks[decision.status];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'countersign', semanticVersion: context.version, rules } },
        automationDetails: { id: `countersign/check/${pathUri(report.target)}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, exitCode: context.blocking ? 1 : 0, exitCodeDescription: safeText(`${word}: ${decision.root.sentence}`) }],
        results: findings.map((finding) => resultOf(finding, rules, hashes, context.sha256)),
        properties: { status: decision.status, mode, preview: report.source.preview, changeDigest: decision.changeDigest },
      },
    ],
  };
}

function resultOf(finding: Finding, rules: readonly SarifRule[], hashes: ReadonlyMap<string, readonly string[]>, sha256: Sha256): SarifResult {
  const [first, ...others] = finding.places;
  const lineHash = first?.start == null ? undefined : hashes.get(first.path)?.[first.start - 1];
  const related = others.slice(0, relatedShown).map((place, index) => ({ id: index + 1, message: { text: 'also written by an AI' }, ...locationOf(place) }));
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: finding.loudness,
    message: { text: safeText(`${finding.title}: ${finding.message}`) },
    locations: first === undefined ? [] : [locationOf(first)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: {
      'countersign/v1': fingerprint(finding, lineHash ?? null, sha256),
      ...(lineHash === undefined ? {} : { primaryLocationLineHash: lineHash }),
    },
  };
}

/**
 * What stays the same when the change is rebased, or its lines move: who asks for what, in which file, of which
 * text. No commit, no line number, no sentence: sentences name people, who come and go.
 */
function fingerprint({ rule, title, places }: Finding, lineHash: string | null, sha256: Sha256): string {
  const text = JSON.stringify([rule, title, places[0]?.path ?? null, lineHash?.replace(/:\d+$/, '') ?? null]);
  return sha256([new TextEncoder().encode(text)]);
}

function locationOf({ path, start, end }: Place): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: pathUri(path), uriBaseId: '%SRCROOT%' },
      ...(start === null ? {} : { region: { startLine: start, endLine: end ?? start } }),
    },
  };
}

/** Past this many characters a file is not hashed: whoever reads the log computes what it needs. */
const hashedCharacters = 2_000_000;

async function hashesOf(findings: readonly Finding[], { textOf }: SarifContext): Promise<ReadonlyMap<string, readonly string[]>> {
  const first = findings.flatMap(({ places }) => (places[0]?.start == null ? [] : [places[0].path]));
  const hashes = new Map<string, readonly string[]>();
  for (const path of new Set(first)) {
    const text = await textOf(path);
    // Bytes that are no UTF-8 are other characters to other programs: no hash is better than another one.
    if (text !== null && text.length <= hashedCharacters && text.isWellFormed()) hashes.set(path, lineHashes(text));
  }
  return hashes;
}
