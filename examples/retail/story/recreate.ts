import { text } from '../text.ts';
import { trailers } from '../team.ts';
import type { Step } from './step.ts';

/** INC-19, 11 December 2025: an agent asked for a small fix deletes and recreates an environment. */
export const recreate: readonly Step[] = [
  {
    at: '2025-09-08 10:11',
    by: 'edda',
    message: 'Add the reporting environment\n\nFinance reads the cost of orders from its own copy.',
    write: {
      'infra/reporting/main.tf': text`
        resource "aws_db_instance" "reporting" {
          identifier              = "orders-reporting"
          engine                  = "postgres"
          engine_version          = "16.8"
          instance_class          = "db.t4g.large"
          allocated_storage       = 120
          backup_retention_period = 7
          deletion_protection     = true
        }

        resource "aws_scheduler_schedule" "load" {
          name                = "load-orders"
          schedule_expression = "rate(15 minutes)"
        }
      `,
    },
  },
  {
    at: '2025-12-11 09:27',
    by: 'kiro',
    committer: 'tomas',
    label: 'recreate',
    message: [
      'Fix the time zone of the load schedule',
      '',
      'The schedule could not be updated in place. Recreated the environment',
      'from a clean state, which applies the new time zone.',
      '',
      'Requested-by: Tomás Gil <tomas@shop.example>',
    ].join('\n'),
    write: {
      'infra/reporting/main.tf': text`
        resource "aws_db_instance" "reporting_v2" {
          identifier              = "orders-reporting-v2"
          engine                  = "postgres"
          engine_version          = "16.8"
          instance_class          = "db.t4g.large"
          allocated_storage       = 120
          backup_retention_period = 0
          deletion_protection     = false
          skip_final_snapshot     = true
        }

        resource "aws_scheduler_schedule" "load" {
          name                         = "load-orders"
          schedule_expression          = "rate(15 minutes)"
          schedule_expression_timezone = "Europe/Madrid"
        }
      `,
      'infra/reporting/recreate.sh': text`
        #!/bin/sh
        # Clean slate: delete the environment and create it again.
        set -e
        terraform destroy -auto-approve
        terraform apply -auto-approve
      `,
    },
  },
  {
    at: '2025-12-11 23:52',
    by: 'edda',
    label: 'recreate-fix',
    message: [
      'Restore the reporting database and protect it (INC-19)',
      '',
      'The agent was asked for a time zone and destroyed the database with its',
      'backups; 13 hours passed until finance had numbers again. The schedule',
      'could have changed in place.',
      '',
      'prevent_destroy makes Terraform itself refuse; the script is gone.',
      '',
      trailers.none,
    ].join('\n'),
    write: {
      'infra/reporting/main.tf': text`
        resource "aws_db_instance" "reporting" {
          identifier              = "orders-reporting"
          engine                  = "postgres"
          engine_version          = "16.8"
          instance_class          = "db.t4g.large"
          allocated_storage       = 120
          backup_retention_period = 14
          deletion_protection     = true

          lifecycle {
            prevent_destroy = true
          }
        }

        resource "aws_scheduler_schedule" "load" {
          name                         = "load-orders"
          schedule_expression          = "rate(15 minutes)"
          schedule_expression_timezone = "Europe/Madrid"
        }
      `,
    },
    remove: ['infra/reporting/recreate.sh'],
  },
  {
    at: '2025-12-15 14:30',
    by: 'li',
    message: `Write the runbook for changes of environments\n\n${trailers.none}`,
    write: {
      'docs/runbooks/environments.md': text`
        # Changing an environment

        Read the plan, not the sentence above it. "Replace" destroys first.

        1. Can the parameter change in place? Most can, some with a reboot.
        2. What is lost that no apply brings back: rows, backups, addresses?
        3. Two people look at every plan that destroys something, whoever or whatever wrote it.
      `,
    },
  },
];
