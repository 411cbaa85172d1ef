/** A span of seconds in the largest unit that still says something: `3 d`, `5 h`, `12 min`, `40 s`. */
export function spokenDuration(seconds: number): string {
  const steps: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ];
  for (const [size, unit] of steps) if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  return `${Math.max(0, Math.floor(seconds))} s`;
}
