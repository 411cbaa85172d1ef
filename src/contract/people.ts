import { z } from 'zod';
import { amount, path, time } from './parts.ts';

const accounts = z.record(z.string(), z.string()).describe('forge to login');

/** `countersign people list --json` */
export const peopleList = z.object({
  schema: z.literal('urn:countersign:schema:people-list:v1'),
  target: z.string().describe('full name of the protected branch'),
  from: z.enum(['worktree', 'branch', 'nowhere']).describe('where the file was read'),
  inForce: z.boolean().describe('whether the protected branch has exactly this file: only then it counts'),
  people: z.array(
    z.object({
      id: z.string(), name: z.string(), level: z.string(), emails: z.array(z.string()), accounts, keys: amount,
      areas: z.array(z.string()).describe('owned, through teams too'), commits: amount, last: time.nullable(),
      stale: z.boolean().describe('nothing within half a year of the newest commit'),
    }),
  ),
  unknown: z.array(z.object({ name: z.string(), address: z.string().nullable(), commits: amount, last: time })).describe('authors of the last 90 days who are not enrolled'),
});

const change = {
  target: z.string().describe('full name of the protected branch'),
  written: z.boolean(),
  path,
  before: z.string().nullable().describe('null: there was no file in the working tree'),
  after: z.string(),
  notes: z.array(z.string()).describe('what a person must judge; nothing was done about it'),
};

/** `countersign people import --json` */
export const peopleImport = z.object({ schema: z.literal('urn:countersign:schema:people-import:v1'), ...change });

/** `countersign people add --json` */
export const peopleAdd = z.object({ schema: z.literal('urn:countersign:schema:people-add:v1'), ...change });

/** `countersign people root --json` */
export const peopleRoot = z.object({ schema: z.literal('urn:countersign:schema:people-root:v1'), ...change });

const keyName = { fingerprint: z.string().describe('SHA256:…, as ssh-keygen -l prints it'), line: z.string().describe('as people.yaml has it') };

/** `countersign people revoke --json` */
export const peopleRevoke = z.object({ schema: z.literal('urn:countersign:schema:people-revoke:v1'), id: z.string(), keys: z.array(z.object(keyName)), ...change });

/** `countersign people allowed-signers --json` */
export const peopleAllowedSigners = z.object({
  schema: z.literal('urn:countersign:schema:people-allowed-signers:v1'),
  target: z.string().describe('full name of the protected branch'),
  from: z.enum(['worktree', 'branch', 'nowhere']).describe('where the file was read'),
  inForce: z.boolean(),
  allowedSigners: z.string().describe('the file ssh-keygen -Y verify reads'),
});

/** `countersign people enrol --json` */
export const peopleEnrol = z.object({
  schema: z.literal('urn:countersign:schema:people-enrol:v1'),
  id: z.string(),
  ...keyName,
  strength: z.enum(['any', 'touch', 'verified']).describe('what its proof showed: any is a key in a file'),
  synced: z.boolean().nullable().describe('whether the passkey or security key says it may be synced to other devices; null: a key in a file'),
  provedAt: time,
  ...change,
});

/** `countersign people prove --json` */
export const peopleProve = z.object({
  schema: z.literal('urn:countersign:schema:people-prove:v1'),
  target: z.string().describe('full name of the protected branch'),
  repository: z.string().describe('id of the repository'),
  id: z.string(),
  fingerprint: keyName.fingerprint,
  proof: z.string().describe('for countersign people enrol --proof'),
});

export type PeopleEnrolJson = z.infer<typeof peopleEnrol>;
export type PeopleProveJson = z.infer<typeof peopleProve>;
export type PeopleRevokeJson = z.infer<typeof peopleRevoke>;
export type AllowedSignersJson = z.infer<typeof peopleAllowedSigners>;
export type PeopleListJson = z.infer<typeof peopleList>;
export type PeopleChangeJson = z.infer<typeof peopleImport> | z.infer<typeof peopleAdd> | z.infer<typeof peopleRoot>;
