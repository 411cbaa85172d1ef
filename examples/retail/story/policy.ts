import { text } from '../text.ts';

/** `.countersign/policy.yaml` on the day of adoption: everything is reported, nothing is blocked. */
export const policyYaml = text`
  # Who must look before a change lands. Read from main, never from the change it judges.
  version: 1

  # The preset brings the rules: AI-assisted changes by juniors and mids need a senior of the area, then a
  # peer, then tests; all AI output is scanned; critical areas ask for more. Here we may only add and raise.
  extends: amazon-2026

  # observe: say what would have happened. warn: say it where people see it. enforce: block.
  mode: observe
  protected: [refs/heads/main]

  # A change that shows no sign of AI and does not say so gets one question: did an AI write part of it?
  undeclared: ask

  # The preset knows where a shop is fragile; here its areas get their owners and the paths of this shop.
  # A file may lie in several areas: the worst tier and the strictest mode count.
  areas:
    checkout:  { paths: ["services/checkout/**", "libs/db/**"], tier: critical, owners: [retail-seniors] }
    payments:  { paths: ["services/payments/**"], tier: critical, owners: [retail-seniors] }
    pricing:   { paths: ["services/pricing/**", "libs/money/**"], tier: critical, owners: [retail-seniors] }
    login:     { paths: ["services/auth/**"], tier: critical, owners: [ana, edda] }
    inventory: { paths: ["services/inventory/**"], tier: critical, owners: [retail-seniors] }
    receiving: { paths: ["services/receiving/**"], tier: high, owners: [retail-seniors] }
    schema:    { paths: ["migrations/**"], tier: high, owners: [retail-seniors] }
    infra:     { paths: ["infra/staging/**", "infra/reporting/**"], tier: high, owners: [platform] }
    kms:       { paths: ["infra/kms/**"], tier: critical, owners: [edda] }
    # These two files are an area as well: whoever changes them changes every rule.
    countersign: { paths: [".countersign/**"], tier: critical, owners: [platform] }
    docs:      { paths: ["docs/**", "**/*.md"], tier: low }
    tests:     { paths: ["tests/**"], tier: low }
  default-tier: medium

  rules:
    # Whoever wrote it: a wrong key policy locks every customer out, and no revert opens the door again.
    - name: kms-principal
      when: '"kms" in change.areas'
      require:
        - sign-off: { level: principal, count: 1, owners: any }
      because: only a principal may say yes to a change of the keys

  otherwise: { allow: true, because: no rule asks for more }
`;
