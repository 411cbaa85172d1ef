import { text } from '../text.ts';
import { trailers } from '../team.ts';
import { peopleYaml } from './people.ts';
import { policyYaml } from './policy.ts';
import type { Step } from './step.ts';

/** November 2026: the team adopts Countersign, watches for a week, then lets it block where it hurts most. */
export const adoption: readonly Step[] = [
  {
    at: '2026-11-02 10:10',
    by: 'edda',
    label: 'adoption',
    message: [
      'Adopt Countersign, observing only',
      '',
      'Five outages in a year came from changes that looked finished and',
      'were read in a minute. From today every change says whether an AI wrote',
      'part of it, and we see who would have been asked. Nothing is blocked.',
      '',
      trailers.none,
    ].join('\n'),
    write: { '.countersign/policy.yaml': policyYaml, '.countersign/people.yaml': peopleYaml },
  },
  {
    at: '2026-11-03 09:20',
    by: 'ana',
    message: `Tell newcomers how changes are judged\n\n${trailers.none}`,
    write: {
      'docs/changes.md': text`
        # How a change is judged

        Say in the last lines of your message whether an AI wrote part of it:

            Assisted-by: Copilot:gpt-5.2
            Assisted-by: none

        \`countersign check main..your-branch\` says what your change needs, and who can give it.
        Docs and tests you wrote by hand need nobody.
      `,
    },
  },
  {
    at: '2026-11-10 11:30',
    by: 'edda',
    label: 'enforce',
    message: [
      'Warn everywhere, enforce checkout, payments, keys and policy',
      '',
      'One week of observing: 9 changes would have waited, 2 of them rightly so',
      'in hindsight, both in checkout.',
      '',
      trailers.none,
    ].join('\n'),
    edit: {
      '.countersign/policy.yaml': [
        ['mode: observe\n', 'mode: warn\n'],
        ['"libs/db/**"], tier: critical, owners: [retail-seniors] }', '"libs/db/**"], tier: critical, owners: [retail-seniors], mode: enforce }'],
        ['["services/payments/**"], tier: critical, owners: [retail-seniors] }', '["services/payments/**"], tier: critical, owners: [retail-seniors], mode: enforce }'],
        ['["infra/kms/**"], tier: critical, owners: [edda] }', '["infra/kms/**"], tier: critical, owners: [edda], mode: enforce }'],
        ['[".countersign/**"], tier: critical, owners: [platform] }', '[".countersign/**"], tier: critical, owners: [platform], mode: enforce }'],
      ],
    },
  },
  {
    at: '2026-11-16 16:40',
    by: 'edda',
    message: [
      'Keep AI away from the keys',
      '',
      'A suggested key policy granted kms:* to every role of the account. It',
      'was caught by luck. The line is drawn for half a year, then we look again.',
      '',
      trailers.none,
    ].join('\n'),
    edit: {
      '.countersign/policy.yaml': [
        [
          '["infra/kms/**"], tier: critical, owners: [edda], mode: enforce }',
          '["infra/kms/**"], tier: critical, owners: [edda], mode: enforce,\n               ai: forbidden, because: INC-24, review-by: 2027-05-16 }',
        ],
      ],
    },
  },
];
