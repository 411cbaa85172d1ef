import { readKeyLine } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';

/**
 * The line of a public key as typed: itself, or the `.pub` file that holds it. Options come from people.yaml alone, so a
 * file that brings some is refused; so is the private half.
 */
export async function publicKeyOf(typed: string, readText: (path: string) => Promise<string>): Promise<string> {
  const text = (/^\S+ AAAA/.test(typed) ? typed : await readText(typed)).trim();
  const shown = text === typed ? 'what was typed' : `\`${typed}\``;
  if (text.includes('PRIVATE KEY')) {
    throw new Failure('key-unusable', 'user', `${shown} is the private half of a key, which nothing here ever needs`, [text === typed ? 'name the .pub file' : `name the public half: ${typed.replace(/\.pub$/, '')}.pub`]);
  }
  const read = readKeyLine(text);
  if (text.includes('\n') || !read.ok) throw new Failure('key-unusable', 'user', `${shown} is not an OpenSSH public key`, ['name a .pub file: one line of type, key, comment']);
  if (read.line.revoked || read.line.origins.length > 0) throw new Failure('key-unusable', 'user', `${shown} brings options with it`, ['name the plain .pub line: options are written in people.yaml']);
  return text;
}
