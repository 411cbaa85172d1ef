/**
 * A file's text as it stands in the story: the common indentation and the first line break are taken away,
 * `\$` and the escaped backtick are unescaped, everything else (also `\n` in sample code) stays as written.
 */
export function text(parts: TemplateStringsArray, ...values: readonly string[]): string {
  const raw = parts.raw.map((part, index) => part.replaceAll('\\`', '`').replaceAll('\\$', '$') + (values[index] ?? '')).join('');
  const lines = raw.replace(/^\n/, '').replace(/\n[ ]*$/, '\n').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}
