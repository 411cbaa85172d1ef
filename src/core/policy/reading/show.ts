/** Input as it may stand in a message: one line, no control characters, not endless. */
export function show(text: string): string {
  const line = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
    .replace(/\p{Surrogate}/gu, '\uFFFD') // a byte that is no UTF-8
    .replaceAll('`', "'");
  return line.length <= 80 ? line : `${line.slice(0, 77)}...`;
}
