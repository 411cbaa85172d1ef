import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations', 'incomplete'],
};

/** What axe says of the page as it stands, by the rules of WCAG 2.2 AA and of good practice. */
export async function judged(page: Page): Promise<AxeResults> {
  await page.evaluate(axe);
  return page.evaluate((options) => (globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options), rules);
}

/** Findings as lines that say where. */
export function found(results: AxeResults['violations']): string[] {
  return results.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${String(target)} ${failureSummary ?? ''}`));
}
