import { Failure } from '../../core/values/index.ts';
import type { SigningKey } from '../../workflows/ports/index.ts';
import type { Ended, Prompts } from './run-tool.ts';

/** What ssh-keygen's complaint means for the person who signs, and the mend. */
export function whyNotSigned({ stderr }: Ended, key: SigningKey, prompts: Prompts): Failure {
  const inAgent = key.where === 'ssh-agent';
  const named = inAgent ? `the key ${key.fingerprint} of ssh-agent` : `\`${key.where}\``;
  if (/UNPROTECTED PRIVATE KEY/.test(stderr)) {
    return new Failure('key-unusable', 'user', `${named} can be read by others, so ssh-keygen does not sign with it`, [`chmod 600 ${key.where}`]);
  }
  if (/incorrect passphrase/.test(stderr)) {
    return prompts === 'nobody'
      ? new Failure('no-terminal', 'user', `${named} asks for its passphrase or PIN, and nobody sits at a terminal`, [`load it into ssh-agent first: \`ssh-add ${inAgent ? 'FILE' : key.where}\``, 'or sign at a terminal'])
      : new Failure('signing-failed', 'user', `the passphrase or PIN given for ${named} was wrong`, ['try again']);
  }
  if (/No private key found for/.test(stderr)) {
    return inAgent
      ? new Failure('key-unusable', 'user', `${named} is no longer there`, ['`ssh-add -l` shows what ssh-agent holds; `ssh-add FILE` loads a key'])
      : new Failure('key-unusable', 'user', `the private half of ${named} is neither beside it nor in ssh-agent`, [`load it: \`ssh-add FILE\``, 'or name the private key itself']);
  }
  if (/agent refused operation/.test(stderr)) {
    return new Failure('signing-failed', 'user', `ssh-agent refused to sign with ${inAgent ? named : `the key of ${named}`}`, ['it may be locked (`ssh-add -X`), or its question was declined, or the security key was not touched']);
  }
  if (/device not found|no device|FIDO_ERR/i.test(stderr)) {
    return new Failure('signing-failed', 'user', `the security key of ${named} was not found`, ['plug it in and try again']);
  }
  if (/unknown option|illegal option|Too many arguments/i.test(stderr)) {
    return new Failure('key-unusable', 'environment', 'this ssh-keygen cannot sign', ['install OpenSSH 8.2 or newer']);
  }
  const said = stderr.split('\n').map((line) => line.trim()).findLast((line) => line !== '' && !line.startsWith('@')) ?? '';
  return new Failure('signing-failed', 'user', `ssh-keygen did not sign with ${named}${said === '' ? '' : `: ${said}`}`, ['try `ssh-keygen -Y sign -n countersign -f KEY FILE` to see what it asks for']);
}
