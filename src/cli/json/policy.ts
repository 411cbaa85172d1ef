import type { PolicyLintJson, PolicyShowJson } from '../../contract/policy.ts';
import type { Policy, RequirementTemplate } from '../../core/policy/index.ts';
import type { LintReport, PolicySource } from '../../workflows/reports.ts';

/** `policy lint --json` */
export function policyLintJson({ source, problems }: LintReport): PolicyLintJson {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return {
    schema: 'urn:countersign:schema:policy-lint:v1',
    status: errors > 0 ? 'errors' : problems.length > 0 ? 'warnings' : 'ok',
    source: { ...source },
    errors,
    warnings: problems.length - errors,
    problems: problems.map(({ severity, code, message, mend, at }) => ({ severity, code, message, mend, at: { ...at } })),
  };
}

/** `policy show --json` of the policy in force. */
export function policyShowJson(policy: Policy, source: PolicySource): PolicyShowJson {
  return {
    schema: 'urn:countersign:schema:policy-show:v1',
    source: { ...source },
    preset: policy.extends,
    text: null,
    policy: {
      extends: policy.extends,
      levels: [...policy.levels],
      mode: policy.mode,
      protected: [...policy.protected],
      areas: policy.areas.map(({ name, paths, tier, owners, mode, ai, because, reviewBy }) => ({
        name,
        paths: [...paths],
        tier,
        owners: [...owners],
        mode,
        ai,
        because,
        reviewBy,
      })),
      defaultTier: policy.defaultTier,
      undeclared: policy.undeclared,
      rules: policy.rules.map(({ name, when, require, because, shadow, origin, at }) => ({
        name,
        when: when.text,
        require: require.map(requirementJson),
        because,
        shadow,
        origin,
        at: { ...at },
      })),
      otherwise: { ...policy.otherwise },
      size: policy.size.map(({ over, tier }) => ({ over, tier })),
      carry: { ...policy.carry },
      expireSignOff: policy.expireSignOff,
      override: policy.override === null ? null : { ...policy.override },
      revert: policy.revert === null ? null : { ...policy.revert },
      spotCheck: policy.spotCheck === null ? null : { share: policy.spotCheck.share, when: policy.spotCheck.when.text },
      audit: policy.audit === null ? null : { ...policy.audit },
      calibration:
        policy.calibration === null
          ? null
          : { ...policy.calibration, buckets: policy.calibration.buckets.map((bucket) => ({ ...bucket })) },
      passkeys: { ...policy.passkeys },
      codeowners: policy.codeowners === null ? null : { ...policy.codeowners },
    },
  };
}

/** `policy show NAME --json`: a preset as the text people read. */
export function presetJson(name: string, text: string): PolicyShowJson {
  return { schema: 'urn:countersign:schema:policy-show:v1', source: null, preset: name, text, policy: null };
}

export function requirementJson({ at: _at, ...requirement }: RequirementTemplate): { kind: string; after: string | null } {
  return requirement;
}
