import { text } from '../../text.ts';
import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

/** A change that would judge itself, if it could. */
export const loosenPolicy: WaitingChange = {
  branch: 'loosen-policy',
  happened: 'Bo stops enforcing checkout and makes himself an owner of it, to get a release out',
  teaches: 'a change is judged by the policy on main, not by the one it brings; and the policy is critical itself',
  expected: { status: 'pending', assisted: false, tier: 'critical', exit: 1 },
  steps: [
    {
      at: '2026-11-20 08:55',
      by: 'bo',
      message: ['Unblock the release: checkout only observes for now', '', trailers.none].join('\n'),
      edit: {
        '.countersign/policy.yaml': [
          [
            '"libs/db/**"], tier: critical, owners: [retail-seniors], mode: enforce }',
            '"libs/db/**"], tier: critical, owners: [retail-seniors, bo], mode: observe }',
          ],
        ],
      },
      write: {
        'docs/release.md': text`
          # Release

          1. main is green, and nobody is on a train.
          2. \`npm run release\` tags and rolls out instance by instance.
          3. Watch checkout errors for ten minutes before you leave.

          While release 2026.48 is late, checkout observes and does not block.
        `,
      },
    },
  ],
};
