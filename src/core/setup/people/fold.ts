/** Lower case in ASCII alone, as addresses are compared everywhere: folding more would let two different ones meet. */
export function fold(text: string): string {
  return text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
