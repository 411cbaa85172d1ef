import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildRetail, type Retail } from '../retail/build.ts';
import { waiting } from '../retail/story/waiting/index.ts';
import { beginWalkthrough, captureEach, show } from './countersign.ts';
import { heading, ink, isColoured, say, tryNext } from './page.ts';
import { sayVerdict } from './verdict.ts';

/** The example: what its history holds, what its waiting changes need, and why for one of them. */
export async function tourExample(): Promise<number> {
  const began = performance.now();
  const retail = await build();
  if (retail === null) return 3;
  const walkthrough = beginWalkthrough(isColoured);
  const folder = relative(process.cwd(), retail.folder) || '.';
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`Countersign, on a small shop's repository: ${retail.commits} commits, five outages, ${waiting.length} changes that wait.`);
  say(ink('dim', `Built in ${folder} in ${seconds} s; examples/retail/README.md tells its story.`), '');

  heading('Which changes did an AI help to write, and how do we know?', 'scan');
  let worst = await show(['scan', '--repo', folder]);
  if (worst !== 0) return worst;

  heading('What waits: may it land, and who can unblock it?', 'check main..BRANCH');
  const width = Math.max(...waiting.map((change) => change.branch.length));
  await captureEach(
    waiting.map((change) => ['check', '--repo', folder, '--json', `main..${change.branch}`]),
    (ended, index) => {
      const change = waiting[index];
      if (change === undefined) return;
      sayVerdict(change.branch, width, change.happened, ended);
      if (ended.code > 1) worst = Math.max(worst, ended.code);
    },
  );
  if (worst !== 0) return worst;

  heading('One of them in full: an outage of last year, faster and better dressed', 'check main..reserve-stock');
  await show(['check', '--repo', folder, 'main..reserve-stock']);

  heading('Who wrote it, line by line?', 'explain reserve-stock~1');
  const code = await show(['explain', '--repo', folder, 'reserve-stock~1']);

  heading('From the first key to a change that may land: five people and machines sign');
  const told = await walkthrough;
  say(told.out.trimEnd(), '');
  if (told.code !== 0) {
    process.stderr.write(`countersign: the walkthrough ended early${told.err === '' ? '' : `: ${told.err.trim()}`}\n`);
    return 3;
  }

  tryNext([
    [`npx countersign check --repo ${folder} main..kms-rotation`, 'a change nobody can sign, and the ways out'],
    [`npx countersign policy lint --repo ${folder}`, 'who could be left without a signer, before it hurts'],
    [`npx countersign policy show --repo ${folder}`, 'the rules in force, and where each comes from'],
    ['node examples/walkthrough.ts build/walkthrough', 'the story of the signatures in full; its folder is kept to play with'],
    ['npm start -- PATH', 'the same on a repository of yours; nothing is written there'],
  ]);
  return code;
}

/** Builds the example where git can; otherwise says in a sentence why not. */
async function build(): Promise<Retail | null> {
  try {
    return await buildRetail(fileURLToPath(new URL('../../build/retail', import.meta.url)));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'git was not found; install git 2.38 or newer' : message;
    process.stderr.write(`countersign: the example could not be built: ${why}\n`);
    return null;
  }
}
