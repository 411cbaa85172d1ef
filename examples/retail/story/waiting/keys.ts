import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

/** The only one who may sign is the one who wrote it. */
export const kmsRotation: WaitingChange = {
  branch: 'kms-rotation',
  happened: 'Edda, the only owner of the keys, shortens their rotation herself',
  teaches: 'waiting would not help: nobody can sign this, and Countersign says so at once, with ways out',
  expected: { status: 'unsatisfiable', assisted: false, tier: 'critical', exit: 1 },
  steps: [
    {
      at: '2026-11-17 13:05',
      by: 'edda',
      message: ['Rotate the session key every 90 days', '', 'The auditors ask for it from January.', '', trailers.none].join('\n'),
      edit: { 'infra/kms/keys.tf': [['rotation_period_in_days = 365', 'rotation_period_in_days = 90']] },
    },
  ],
};

/** An AI where the team drew a line. */
export const aiInKms: WaitingChange = {
  branch: 'ai-in-kms',
  happened: 'Li lets Claude write a key policy in the area that is off-limits to AI',
  teaches: 'a line the team drew holds for seniors too: refused, not asked',
  expected: { status: 'refused', assisted: true, tier: 'critical', exit: 1 },
  steps: [
    {
      at: '2026-11-19 15:40',
      by: 'li',
      message: ['Let the refund worker read the session key', '', trailers.claude].join('\n'),
      edit: {
        'infra/kms/keys.tf': [
          [
            '  deletion_window_in_days = 30\n}\n',
            [
              '  deletion_window_in_days = 30',
              '}',
              '',
              'resource "aws_kms_key_policy" "sessions" {',
              '  key_id = aws_kms_key.sessions.id',
              '  policy = jsonencode({',
              '    Version   = "2012-10-17"',
              '    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "kms:*", Resource = "*" }]',
              '  })',
              '}',
              '',
            ].join('\n'),
          ],
        ],
      },
    },
  ],
};
