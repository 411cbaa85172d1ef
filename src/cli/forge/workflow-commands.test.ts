import fc from 'fast-check';
import { expect, it } from 'vitest';
import { render } from '../terminal/terminal.ts';
import { workflowCommand } from './workflow-commands.ts';

/** Any code points, also lone surrogates; the `binary` strings of fast-check take seconds to begin. */
const anyText = fc.array(fc.integer({ min: 1, max: 0x10ffff }), { maxLength: 20 }).map((points) => String.fromCodePoint(...points));

it.each([
  ['error', { file: 'a.ts', line: 1, endLine: 3, title: 'senior-gate' }, 'x', '::error file=a.ts,line=1,endLine=3,title=senior-gate::x'],
  ['notice', { file: null, title: '' }, 'x', '::notice::x'],
  ['error', { file: 'a,b:c%d.ts' }, '100 %: a, b', '::error file=a%2Cb%3Ac%25d.ts::100 %25: a, b'],
  ['warning', { title: 'a\r\nb' }, 'a\r\n::error::b', '::warning title=a%0D%0Ab::a%0D%0A::error::b'],
  ['error', { title: '%3A' }, '%0A', '::error title=%253A::%250A'],
])('%s %j %j is written as the toolkit writes it', (name, properties, message, line) => {
  expect(workflowCommand(name, properties, message)).toBe(line);
});

it('a runner reads back what was said, on one line, whatever it was', () => {
  fc.assert(
    fc.property(anyText, anyText, (message, words) => {
      const title = `${words}.`;
      const line = workflowCommand('error', { title }, message);
      expect(line).not.toMatch(/[\r\n]/);
      // As github.com/actions/runner reads it: ActionCommand.TryParseV2.
      const end = line.indexOf('::', 2);
      const properties = line.slice('::error '.length, end).split(',');
      const unescape = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
      const data = line.slice(end + 2).replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
      expect(properties.map((one) => unescape(one.slice('title='.length)))).toEqual([title]);
      expect(data).toBe(message);
    }),
  );
});

it('no line of an answer is a command to a runner that reads along', () => {
  const piece = fc.oneof(fc.constantFrom('::', '##[', '##vso[', 'error', '::add-mask::x', ']', ' ', '  '), fc.string());
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const printed = render([[pieces.join('').replaceAll(/[\r\n]/g, '')]], { width: 80, ascii: false, colour: false, watched: true });
      expect(printed.trimStart()).not.toMatch(/^::/);
      expect(printed).not.toMatch(/##(?:vso)?\[/);
    }),
  );
});
