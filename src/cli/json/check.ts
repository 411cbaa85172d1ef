import type { CheckJson } from '../../contract/check.ts';
import type { FileChange } from '../../core/change/index.ts';
import type { Decision, Reason } from '../../core/decision/index.ts';
import type { Assistance } from '../../core/evidence/index.ts';
import type { Risk } from '../../core/risk/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { claimJson, contradictionJson } from './claims.ts';

/** `check --json`. Holds nothing of the folder the clone lies in. */
export function checkJson(report: CheckReport, blocking: boolean): CheckJson {
  const { change, judgement } = report;
  return {
    schema: 'urn:countersign:schema:check:v1',
    status: judgement.decision.status,
    mode: judgement.mode,
    blocking,
    preview: report.source.preview,
    range: report.range,
    target: report.target,
    source: { ...report.source },
    change: {
      base: change.base.commit,
      head: change.head.commit,
      digest: change.digest,
      objectFormat: change.objectFormat,
      baseOnTarget: change.baseOnTarget,
      commits: change.commits.length,
      files: change.files.length,
      linesAdded: sum(change.files, (file) => file.linesAdded),
      linesRemoved: sum(change.files, (file) => file.linesRemoved),
      entries: change.files.map(({ path, status, linesAdded, linesRemoved, uncounted }) => ({
        path,
        status,
        linesAdded,
        linesRemoved,
        uncounted,
      })),
      unread: [...change.unread],
    },
    coverage: report.coverage.map(({ source, state, sentence }) => ({ source, state, sentence })),
    assistance: assistanceJson(judgement.assistance),
    tier: tierJson(judgement.risk),
    decision: decisionJson(judgement.decision),
    trial: trialJson(report.trial),
    excluded: judgement.exclusions.map(({ who, person, reasons }) => ({ who, person, reasons: [...reasons] })),
    warnings: [...judgement.warnings],
  };
}

/** Lines of all files whose lines can be counted. */
function sum(files: readonly FileChange[], lines: (file: FileChange) => number | null): number {
  return files.reduce((total, file) => total + (lines(file) ?? 0), 0);
}

/** Where the author or a second person is asked, nobody knows yet. */
const assisted: Record<Assistance['state'], boolean | null> = {
  assisted: true,
  'not-assisted': false,
  ask: null,
  contradictory: null,
};

function assistanceJson(assistance: Assistance): CheckJson['assistance'] {
  return {
    assisted: assisted[assistance.state],
    state: assistance.state,
    sentence: assistance.sentence,
    share: assistance.share,
    lines: { ...assistance.lines },
    tools: [...assistance.tools],
    kinds: [...assistance.kinds],
    claims: assistance.claims.map(claimJson),
    contradictions: assistance.contradictions.map(contradictionJson),
    problems: assistance.problems.map((problem) => ({ ...problem })),
  };
}

function tierJson(risk: Risk): CheckJson['tier'] {
  return {
    value: risk.tier,
    reasons: risk.reasons.map(({ signal, tier, sentence, paths, at }) => ({
      signal,
      tier,
      sentence,
      paths: [...paths],
      at: at === null ? null : { ...at },
    })),
    areas: risk.areas.map(({ name, tier, files }) => ({ name, tier, files: [...files] })),
  };
}

function trialJson(trial: CheckReport['trial']): CheckJson['trial'] {
  if (trial === null) return null;
  const { decision, mode } = trial.judgement;
  const differences = trial.differences.map((one) => ({ ...one }));
  return { source: { ...trial.source }, status: decision.status, mode, root: reasonJson(decision.root), differences };
}

function decisionJson({ status, changeDigest, inputsDigest, root, next, shadow }: Decision): CheckJson['decision'] {
  return {
    status,
    changeDigest,
    inputsDigest,
    root: reasonJson(root),
    shadow: shadow.map(reasonJson),
    next: next.map(({ sentence, people, command }) => ({ sentence, people: [...people], command })),
  };
}

export function reasonJson(reason: Reason): CheckJson['decision']['root'] {
  return {
    rule: reason.rule,
    status: reason.status,
    sentence: reason.sentence,
    needs: [...reason.needs],
    met: [...reason.met],
    setAside: reason.setAside.map(({ signOff, person, because }) => ({ signOff, person, because })),
    children: reason.children.map(reasonJson),
  };
}
