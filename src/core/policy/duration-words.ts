/** Seconds as a policy writes them: `24h`, `30d`. */
export function inWords(seconds: number): string {
  for (const [unit, length] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const) {
    if (seconds % length === 0 && (unit !== 'd' || seconds > length)) return `${seconds / length}${unit}`;
  }
  return `${seconds}s`;
}
