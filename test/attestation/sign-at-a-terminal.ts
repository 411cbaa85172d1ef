// Asks, signs with the key file it is given, and asks again: for a test that sits at its terminal.
import { openSigner } from '../../src/adapters/signing/index.ts';
import { askOnce } from '../../src/cli/ask.ts';
import { Failure } from '../../src/core/values/index.ts';

const signer = openSigner(process.env, { terminal: true });
const [key] = await signer.keys(process.argv[2]!);
const answer = await askOnce('Sign? ');
try {
  await signer.sign(key!, 'countersign', Buffer.from('what is signed'));
  console.log(`signed after \`${answer}\``);
  console.log(`answered \`${await askOnce('Again? ')}\``);
} catch (error) {
  console.log(error instanceof Failure ? `${error.code}: ${error.message}` : error);
}
process.exit(0);
