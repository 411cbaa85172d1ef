import { describe, expect, it } from 'vitest';
import { readMailmap } from './mailmap.ts';

describe('.mailmap', () => {
  const mailmap = readMailmap(`# comment <x@x>
Proper Name <commit@x>
<proper@x> <Old@X>
Ana Ruiz <ana@x> <ana@home>
Bo Lind <bo@x> B. <shared@x>
Li Wen <li@x> LI <shared@x>
`);
  it.each([
    ['anything', 'commit@x', 'Proper Name', 'commit@x'],
    ['Kept', 'old@x', 'Kept', 'proper@x'],
    ['ana', 'ANA@home', 'Ana Ruiz', 'ana@x'],
    ['b.', 'shared@x', 'Bo Lind', 'bo@x'],
    ['Li', 'shared@x', 'Li Wen', 'li@x'],
    ['Else', 'shared@x', 'Else', 'shared@x'],
    ['x', 'x@x', 'x', 'x@x'],
  ])('%s <%s> is %s <%s>', (name, email, properName, properEmail) => expect(mailmap({ name, email })).toEqual({ name: properName, email: properEmail }));
});
