import { expect, it } from 'vitest';
import { opener } from './open-browser.ts';

const url = 'http://localhost:14117/abc/';

it.each<[NodeJS.Platform, Record<string, string>, readonly string[] | null]>([
  ['darwin', {}, ['open', url]],
  ['win32', {}, ['rundll32.exe', 'url.dll,FileProtocolHandler', url]],
  ['linux', { DISPLAY: ':0' }, ['xdg-open', url]],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open', url]],
  ['linux', {}, null],
])('on %s with %j an address is opened by %j, through no shell', (platform, env, command) => {
  expect(opener(url, env, platform)).toEqual(command);
});
