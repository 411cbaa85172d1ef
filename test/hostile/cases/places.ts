/** What is to be taken away once all rows have run. */
const leaving: (() => void)[] = [];

/** Called once, after the last row. */
export function leaveAll(): void {
  for (const leave of leaving.splice(0)) leave();
}

/** `make` once, and what it made for every row that asks; `leave` takes it away at the end. */
export function once<T>(make: () => Promise<T> | T, leave: (made: T) => void = () => {}): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= Promise.resolve(make()).then((one) => {
      leaving.push(() => leave(one));
      return one;
    });
    return made;
  };
}
