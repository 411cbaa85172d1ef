import { text } from '../../text.ts';
import type { WaitingChange } from '../step.ts';

/** INC-19 with another database. */
export const recreateStaging: WaitingChange = {
  branch: 'recreate-staging',
  happened: 'the agent kiro, run by Tomás, raises a connection limit by deleting the staging database and creating it again',
  teaches: 'the operator counts as author: Tomás can sign nothing here, and his level is the one that counts',
  expected: { status: 'pending', assisted: true, tier: 'critical', exit: 0 },
  steps: [
    {
      at: '2026-11-19 17:02',
      by: 'kiro',
      committer: 'tomas',
      message: [
        'Raise the connection limit of staging',
        '',
        'Small fix for the connection limit (OPS-77). Recreating the instance is',
        'the cleanest way to apply the new parameter group. No data loss',
        'expected: staging only, backups are on.',
        '',
        'Requested-by: Tomás Gil <tomas@shop.example>',
      ].join('\n'),
      write: {
        'infra/staging/database.tf': text`
          resource "aws_db_instance" "orders_v2" {
            identifier              = "orders-staging-v2"
            engine                  = "postgres"
            instance_class          = "db.t4g.medium"
            allocated_storage       = 40
            parameter_group_name    = aws_db_parameter_group.orders.name
            backup_retention_period = 0
            deletion_protection     = false
            skip_final_snapshot     = true
          }

          resource "aws_db_parameter_group" "orders" {
            name   = "orders-staging-v2"
            family = "postgres17"

            parameter {
              name  = "max_connections"
              value = "400"
            }
          }
        `,
        'infra/staging/recreate.sh': text`
          #!/bin/sh
          set -e
          cd "$(dirname "$0")"
          terraform destroy -auto-approve -target=aws_db_instance.orders
          terraform apply -auto-approve
        `,
      },
    },
  ],
};
