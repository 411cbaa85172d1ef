// Runs the real program on the example, so that what the documents show is what people will see.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRetail } from '../examples/retail/build.ts';
import { walk } from '../examples/tour/walkthrough.ts';

/** The day on which the example's story stands still: rules and sentences that read the clock stay the same. */
const storyDay = '2026-11-20';
const storyBlock = /<!-- generated: ((?:the heart of )?the walkthrough) \(npm run generate\) -->\n[\s\S]*?<!-- end: \1 -->/g;
const marker = /<!-- generated: \$ countersign (?<command>[^\n]+?) \(npm run generate\) -->\n(?<body>[\s\S]*?)<!-- end: \$ -->/g;

/**
 * `text` with each block between `<!-- generated: $ countersign … (npm run generate) -->` and `<!-- end: $ -->`
 * replaced by what that command prints on the example, 80 columns wide, without colour.
 */
export async function withTranscripts(root: string, text: string): Promise<string> {
  if (text.search(marker) < 0) return text;
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-transcripts-'));
  try {
    const { folder } = await buildRetail(join(scratch, 'shop-api'));
    return text.replaceAll(marker, (_block, command: string) => {
      const printed = runOn(root, folder, command.split(' '));
      return `<!-- generated: $ countersign ${command} (npm run generate) -->\n\`\`\`\n$ countersign ${command}\n${printed}\`\`\`\n<!-- end: $ -->`;
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The story of the walkthrough: its heart for the README, and all of it. */
export interface Story {
  readonly heart: string;
  readonly whole: string;
}

/** The walkthrough, run once: it is told the same each time, or it is not the story. */
export async function tellStory(): Promise<Story> {
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-walkthrough-'));
  const story = { heart: '', whole: '' };
  try {
    const status = await walk(scratch, ({ heart, whole }) => {
      story.heart += heart ?? '';
      story.whole += whole;
    });
    if (status !== 0) throw new Error(`the walkthrough ended early:\n${story.whole}`);
    // The only times are of the gate's clock.
    const still = (text: string) => `${text.trimEnd()}\n`.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'YYYY-MM-DDThh:mm:ssZ');
    return { heart: still(story.heart), whole: still(story.whole) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether a page shows the walkthrough or its heart. */
export function showsStory(text: string): boolean {
  return text.search(storyBlock) >= 0;
}

/** `text` with the blocks between `<!-- generated: the walkthrough … -->`, or `the heart of the walkthrough`, and their ends told anew. */
export function withStory(text: string, { heart, whole }: Story): string {
  return text.replaceAll(storyBlock, (_block, name: string) => {
    const told = name === 'the walkthrough' ? whole : heart;
    return `<!-- generated: ${name} (npm run generate) -->\n\`\`\`\n${told}\`\`\`\n<!-- end: ${name} -->`;
  });
}

function runOn(root: string, folder: string, command: readonly string[]): string {
  const at = command[0] === 'check' ? ['--at', storyDay] : [];
  const { stdout, stderr, error } = spawnSync(process.execPath, [join(root, 'bin', 'countersign.cjs'), ...command, ...at, '--repo', folder], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], COLUMNS: '80', NO_COLOR: '1' },
  });
  if (error !== undefined) throw error;
  if (stderr !== '') throw new Error(`countersign ${command.join(' ')} said: ${stderr}`);
  return stdout.endsWith('\n') ? stdout : `${stdout}\n`;
}
