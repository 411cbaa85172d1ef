/**
 * The signatures that OpenSSH tests itself with, from a clone of openssh-portable: what we say of each, and beside it
 * what the machine's own ssh-keygen says. They may not be copied into this repository, so whoever asks brings them.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCryptography as cryptography } from '../src/adapters/signing/index.ts';
import { checkSignature } from '../src/core/attestation/index.ts';
import { encodeUtf8, Failure } from '../src/core/values/index.ts';
import { capture } from './process.ts';

const folder = 'regress/unittests/sshsig/testdata';

/** What became of one vector. */
export interface Vector {
  readonly name: string;
  /** Of the key, as its line begins. */
  readonly type: string;
  /** `null`: it holds, and by the key beside it; else the code of the refusal. */
  readonly refusal: string | null;
  /** The same signature with one bit of each byte turned, and over another message or namespace; `refused` of them were. */
  readonly tampered: { readonly made: number; readonly refused: number };
  /** Whether ssh-keygen accepts it, and whether it refuses it over another message. */
  readonly stock: { readonly holds: boolean; readonly refuses: boolean };
}

/** All vectors of a clone. */
export interface CheckedVectors {
  readonly commit: string;
  /** Version of the machine's OpenSSH. */
  readonly keygen: string;
  readonly vectors: readonly Vector[];
}

/** Checks every vector at `HEAD` of a clone, bare or not; files are written to `scratch` for ssh-keygen. */
export async function checkVectors(path: string, scratch: string): Promise<CheckedVectors> {
  const git = (...args: string[]) => capture('git', ['-C', path, ...args]);
  const commit = (await git('rev-parse', '--verify', 'HEAD')).trim();
  const names = (await git('ls-tree', '--name-only', commit, `${folder}/`)).split('\n').flatMap((line) => (line.endsWith('.sig') ? [line.slice(folder.length + 1, -'.sig'.length)] : []));
  if (names.length === 0) throw new Failure('usage', 'user', `there is no ${folder} in \`${path}\``, ['name a clone of openssh-portable']);
  const read = (file: string) => git('cat-file', 'blob', `${commit}:${folder}/${file}`);
  const [message, namespace] = [await read('signed-data'), await read('namespace')];
  const vectors: Vector[] = [];
  for (const name of names) vectors.push(checkVector({ name, key: await read(`${name}.pub`), armored: await read(`${name}.sig`), message, namespace }, scratch));
  return { commit, keygen: spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr.split(',', 1)[0]!.trim(), vectors };
}

interface Published {
  readonly name: string;
  readonly key: string;
  readonly armored: string;
  readonly message: string;
  readonly namespace: string;
}

function checkVector({ name, key, armored, message, namespace }: Published, scratch: string): Vector {
  const [type = '', base64 = ''] = key.trim().split(' ');
  const ours = (signature: string, over = message, for_ = namespace): string | null => {
    const checked = checkSignature(signature, encodeUtf8(over), for_, cryptography);
    if (!checked.ok) return checked.refusal.code;
    return checked.value.publicKey === `${type} ${base64}` ? null : 'another key';
  };
  const refusal = ours(armored);
  const spoilt = [...turned(armored).map((signature) => ours(signature)), ours(armored, `${message}.`), ours(armored, message.slice(1)), ours(armored, message, 'file')];
  const [signers, file] = [join(scratch, 'allowed_signers'), join(scratch, 'signature')];
  writeFileSync(signers, `vector namespaces="${namespace}" ${type} ${base64}\n`);
  writeFileSync(file, armored);
  const stock = (over: string) => spawnSync('ssh-keygen', ['-Y', 'verify', '-n', namespace, '-f', signers, '-I', 'vector', '-s', file], { input: over }).status === 0;
  return { name, type, refusal, tampered: { made: spoilt.length, refused: spoilt.filter((code) => code !== null).length }, stock: { holds: stock(message), refuses: !stock(`${message}.`) } };
}

/** The signature once for each of its bytes, with the lowest bit of that byte turned. */
function turned(armored: string): readonly string[] {
  const [begin, end] = ['-----BEGIN SSH SIGNATURE-----', '-----END SSH SIGNATURE-----'];
  const bytes = Buffer.from(armored.trim().slice(begin.length, -end.length), 'base64');
  return Array.from(bytes, (byte, at) => {
    const copy = Buffer.from(bytes);
    copy[at] = byte ^ 1;
    return `${begin}\n${copy.toString('base64').replace(/.{1,70}/g, '$&\n')}${end}\n`;
  });
}

/** One line a vector, and how many hold. */
export function vectorLines(path: string, { commit, keygen, vectors }: CheckedVectors): readonly string[] {
  const known = vectors.filter(isKnown);
  const rows = vectors.map(({ name, type, refusal, tampered: { made, refused }, stock }) => [
    name,
    type,
    refusal ?? 'holds',
    refusal === null ? `${refused} of ${made} refused` : '',
    stock.holds ? 'holds' : 'refused',
    stock.refuses ? 'refused' : 'ACCEPTED',
  ]);
  const table = [['vector', 'type of its key', 'ours', 'tampered', 'ssh-keygen', 'tampered'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return [
    `${path}, ${folder} at ${commit.slice(0, 12)}, beside ${keygen}`,
    ...table.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()}`),
    `  ${known.filter(({ refusal }) => refusal === null).length} of ${known.length} hold of the key types we know, ${vectors.length - known.length} of a type we do not`,
  ];
}

/** Whether all that we know the type of hold, and nothing that was tampered with does. */
export function vectorsHold({ vectors }: CheckedVectors): boolean {
  return vectors.some(isKnown) && vectors.every((one) => (one.refusal === null || !isKnown(one)) && one.tampered.refused === one.tampered.made);
}

function isKnown({ refusal }: Vector): boolean {
  return refusal !== 'algorithm-unknown';
}
