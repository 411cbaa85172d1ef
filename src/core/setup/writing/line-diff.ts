/** One line of a difference; `at` counts from 1, in the new text, of a line that goes in the old. */
export interface DiffLine {
  readonly sign: '+' | '-' | ' ';
  readonly at: number;
  readonly text: string;
}

/** Larger differences are shown as all gone and all new. */
const largest = 4_000_000;

/** The lines that differ, each group with the line before it. Shortest by longest common subsequence, after what both ends share. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const steps = common(a.slice(from, endA), b.slice(from, endB));
  const all: DiffLine[] = [];
  let [i, j] = [from, from];
  for (const sign of steps) {
    all.push({ sign, at: (sign === '-' ? i : j) + 1, text: (sign === '-' ? a[i] : b[j])! });
    if (sign !== '+') i += 1;
    if (sign !== '-') j += 1;
  }
  if (from > 0 && all.length > 0) all.unshift({ sign: ' ', at: from, text: b[from - 1]! });
  return all.filter((line, index) => line.sign !== ' ' || (all[index + 1] !== undefined && all[index + 1]!.sign !== ' '));
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function common(a: readonly string[], b: readonly string[]): readonly DiffLine['sign'][] {
  if (a.length * b.length > largest) return [...a.map(() => '-' as const), ...b.map(() => '+' as const)];
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1]! + 1 : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  const steps: DiffLine['sign'][] = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push(' ');
      [i, j] = [i + 1, j + 1];
    } else if (i < a.length && (j === b.length || length[(i + 1) * width + j]! >= length[i * width + j + 1]!)) {
      steps.push('-');
      i += 1;
    } else {
      steps.push('+');
      j += 1;
    }
  }
  return steps;
}
