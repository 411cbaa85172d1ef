import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildRetail } from '../../examples/retail/build.ts';
import { policyYaml } from '../../examples/retail/story/policy.ts';
import { textFiles } from '../../src/cli/text-files.ts';
import { run, type Surroundings } from '../../src/cli/run.ts';
import type { Ports } from '../../src/workflows/ports/index.ts';
import { faultsOfAnswer, faultsOfBatches } from './faults.ts';
import { removeFolders } from '../git/built-repository.ts';
import { smallRepository } from './small-repository.ts';
import { recordedPorts, type Call, type Harm, type Recorded } from './faulty-ports.ts';

let scratch: string;
let recorded: { readonly retail: Recorded; readonly small: Recorded };
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'countersign-faults-'));
  const texts = { 'enforce.yaml': policyYaml.replace(/^mode: .*$/m, 'mode: enforce').replace('extends:', 'fork:').replace(/^rules:$/m, 'rules:\n  - { name: answered-for, require: [] }') };
  const retail = await buildRetail(join(scratch, 'retail'));
  recorded = { retail: await recordedPorts(retail.folder, texts), small: await recordedPorts(smallRepository()) };
});
afterAll(async () => {
  await Promise.all([recorded.retail.close(), recorded.small.close()]);
  removeFolders();
  rmSync(scratch, { recursive: true, force: true });
});

/** Soon after the newest commit of each. */
const now = { retail: 1_795_600_000, small: 1_700_001_000 };

interface Outcome {
  readonly code: number;
  readonly status: string | null;
}

/** `countersign check … --json`, in this process, on these ports. */
async function outcomeOf({ ports, now }: { readonly ports: Ports; readonly now: number }, args: readonly string[]): Promise<Outcome> {
  let stdout = '';
  const sink = (write: (text: string) => unknown) => ({ write: (text: string) => (write(text), true), once: () => undefined });
  const never = () => Promise.reject(new TypeError('not asked for'));
  const around: Surroundings = {
    stdout: sink((text) => (stdout += text)),
    stderr: sink(() => undefined),
    env: { CI: 'true' },
    now: () => now,
    clock: () => 0,
    openPorts: () => Promise.resolve(ports),
    openMemory: never,
    openPolicyMemory: () => Promise.resolve(null),
    files: textFiles,
    wholeFile: () => {
      throw new TypeError('not asked for');
    },
    appendFitting: () => null,
    openWriting: never,
    question: null,
    writeTrace: () => Promise.resolve(''),
    interrupted: new Promise(() => {}),
  };
  const code = await run(['check', ...args, '--json'], around);
  const status = stdout === '' ? null : ((JSON.parse(stdout) as { status?: string }).status ?? null);
  return { code, status };
}

/** Branches of the example under a policy that enforces, and of a repository whose owners and records lie elsewhere. */
const asked: readonly { readonly of: 'retail' | 'small'; readonly args: readonly string[]; readonly status: string }[] = [
  { of: 'retail', args: ['main..docs-returns', '--policy', 'enforce.yaml'], status: 'approved' },
  { of: 'retail', args: ['main..ai-in-kms'], status: 'refused' },
  { of: 'small', args: ['main..by-hand'], status: 'approved' },
  { of: 'small', args: ['main..recorded'], status: 'pending' },
  { of: 'small', args: ['main..owned'], status: 'pending' },
  { of: 'small', args: ['main..more'], status: 'pending' },
];

/**
 * Faults that change nothing, because nothing is taken from the answer, or because it is a true answer elsewhere.
 * `hides`: nobody could tell it from a repository without the record. `ungoverned`: what is not approved no longer blocks.
 */
const harmless: readonly { readonly call: RegExp; readonly fault: RegExp; readonly because: string; readonly hides?: true; readonly ungoverned?: true }[] = [
  { call: /^resolve .* #1$/, fault: /./, because: 'asked ahead; whoever needs the answer asks again' },
  { call: /^resolve \["main"\] #2$/, fault: /^answers/, because: 'the name of the left side of the range; without one the default branch is the target' },
  { call: /^facts /, fault: /^answers/, because: 'what the report calls the repository' },
  { call: /^sha256 /, fault: /^answers/, because: 'names texts and inputs in the report; nothing is compared with it' },
  { call: /^listNotes /, fault: /^answers (?:half|an empty value|with its fields emptied)/, because: 'a clone to which nobody fetched the notes looks the same', hides: true },
  { call: /^listFiles /, fault: /^answers|mistake of the user/, because: 'looked through for instructions that hide marks, which only add a warning' },
  { call: /^readHistory /, fault: /^ends|^yields half/, because: 'a branch on which less landed lately looks the same', hides: true },
  { call: /^readFile .*(?:AGENTS\.md|traces\.jsonl)"\] /, fault: /^answers null/, because: 'a commit without such a file looks the same' },
  { call: /^readFile /, fault: /mistake of the user/, because: 'a link, a folder or a giant in the place of a file: it says nothing' },
  { call: /^readFile /, fault: /^answers (?:half|with its fields emptied|an empty value)/, because: 'another text of the same file; git names its length, and the adapter waits for all of it', ungoverned: true },
  { call: /^readFile .*policy\.yaml"\] #1$/, fault: /^answers null/, because: 'a branch without a policy is previewed, never gated, and the report says so', hides: true, ungoverned: true },
];

test('no fault in any answer of any port lets a change pass that did not', async () => {
  let faults = 0;
  let calls = 0;
  let unchanged = 0;
  let hidden = 0;
  const used = new Set<string>();
  for (const { of, args, status } of asked) {
    const made: Call[] = [];
    const unharmed = await outcomeOf({ ports: recorded[of].ports(null, made), now: now[of] }, args);
    expect(unharmed).toEqual({ status, code: status === 'approved' ? 0 : 1 });
    calls += made.length;
    for (const call of made) {
      for (const fault of call.batched ? faultsOfBatches : faultsOfAnswer) {
        const harm: Harm = { call: call.id, fault, done: false };
        const { code, status: said } = await outcomeOf({ ports: recorded[of].ports(harm), now: now[of] }, args);
        if (!harm.done) continue;
        faults += 1;
        const what = `${args[0]!} (${status}): ${call.id} ${fault.name} → exit ${code}, ${said}`;
        const passes = said === 'approved' || said === 'overridden';
        if (code !== 0 && !passes) continue;
        const reason = harmless.find((one) => one.call.test(call.id) && one.fault.test(fault.name));
        expect(reason, what).toBeDefined();
        if (status !== 'approved' && passes) expect(reason!.hides, what).toBe(true);
        if (status !== 'approved' && !passes) expect(reason!.ungoverned, what).toBe(true);
        used.add(reason!.because);
        if (status === 'approved') unchanged += 1;
        else hidden += 1;
      }
    }
  }
  console.log(`injected ${faults} faults at ${calls} calls of ${asked.length} checks; 0 approved what was not but ${hidden} that look like another repository; ${unchanged} left what was approved as it was, for ${used.size} reasons given`);
  // A reason that no fault needs is a hole for a later one.
  expect([...used].sort()).toEqual(harmless.map(({ because }) => because).sort());
  expect(faults).toBeGreaterThan(1000);
});
