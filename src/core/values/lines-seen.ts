/**
 * What ends a line for some who show a text and for git does not: a lone carriage return, the separators of Unicode, and
 * to `.` and `$` of an expression (carriage return, U+2028 and U+2029).
 */
const breaks = /[\r\u0085\u2028\u2029]/;
const allBreaks = /[\r\u0085\u2028\u2029]/g;

/** One line of git as one line for everybody, so that nothing of it hides behind what only some take for its end. */
export function onOneLine(text: string): string {
  return text.replace(allBreaks, ' ');
}

/** One line of git as the lines that somebody may see in it: itself, where there is nothing else to see. */
export function linesSeen(line: string): readonly string[] {
  return breaks.test(line) ? line.split(breaks) : [line];
}
