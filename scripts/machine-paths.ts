// Paths that are true on one machine only, in what git tracks: text or not.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The brackets keep these lines from matching themselves.
const paths = String.raw`(?:\/wor[k]\/|\/roo[t]\/|\/hom[e]\/[a-z][\w-]*\/|\/User[s]\/[A-Za-z][\w-]*\/|[A-Z]:\\User[s]\\)`;
/** In a text the end of a longer path is none, nor is what follows a variable. */
const inText = new RegExp(String.raw`(?<![\w.$}-])${paths}`);
/** In bytes anything may stand before it, such as its length. */
const inBytes = new RegExp(`${paths}[\\w./-]{0,60}`);
/** Characters of two bytes, as some formats write them, taken one by one. */
const inWide = /(?:[\x20-\x7e]\0){6,}/g;

/** What of a file, read as latin1, names a path of one machine: where it stands, and the path. */
export function machinePathsIn(text: string): readonly string[] {
  if (!text.includes('\0')) {
    if (!inText.test(text)) return [];
    return text.split('\n').flatMap((line, index) => {
      const found = inText.exec(line);
      return found === null ? [] : [`:${index + 1}  names a path of one machine: \`${found[0]}\``];
    });
  }
  const found = inBytes.exec(text);
  const wide = found !== null ? undefined : text.match(inWide)?.map((one) => inBytes.exec(one.replaceAll('\0', ''))?.[0]).find((one) => one !== undefined);
  const named = found?.[0] ?? wide;
  return named === undefined ? [] : [`${found === null ? '' : ` byte ${found.index + 1}`}  names a path of one machine: \`${named}\``];
}

/** All of them in every file that git tracks or would add, one line each; that nothing was read is a problem too. */
export async function machinePaths(root: string): Promise<string> {
  const problems: string[] = [];
  let read = 0;
  for (const path of await trackedFiles(root)) {
    let text: string;
    try {
      text = readFileSync(join(root, path), 'latin1');
    } catch {
      continue; // deleted in the working tree, or a submodule's folder
    }
    read += 1;
    problems.push(...machinePathsIn(text).map((one) => `${path}${one}`));
  }
  if (read === 0) problems.push('no file was read');
  return problems.join('\n');
}

async function trackedFiles(root: string): Promise<readonly string[]> {
  const listing = await new Promise<string>((settle, fail) => {
    const child = spawn('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? settle(output) : fail(new Error('git ls-files failed: is this a git checkout?'))));
  });
  return [...new Set(listing.split('\0'))].filter((path) => path !== '');
}
