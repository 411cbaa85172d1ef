/** Gives months without commits a place too, so that a chart shows time as it passed; `empty` makes one. */
export function fillMonths<T extends { readonly month: string }>(months: readonly T[], empty: (month: string) => T): T[] {
  const byName = new Map(months.map((one) => [one.month, one]));
  const [first, last] = [months[0], months[months.length - 1]];
  if (first === undefined || last === undefined) return [];
  const filled: T[] = [];
  // A commit may carry any date; a chart of more than a century would be a chart of one wrong clock.
  for (let n = Math.max(monthNumber(first.month), monthNumber(last.month) - 1200); n <= monthNumber(last.month); n++) {
    const name = `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;
    filled.push(byName.get(name) ?? empty(name));
  }
  return filled;
}

function monthNumber(name: string): number {
  const [year = '0', number = '1'] = name.split('-');
  return Number(year) * 12 + Number(number) - 1;
}
