import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks the desktop to open an address; where there is none, or it fails, nothing happens: the address is printed too. */
export function openBrowser(url: string, env: Environment, platform: NodeJS.Platform = process.platform): void {
  const command = opener(url, env, platform);
  if (command === null) return;
  const [program, ...args] = command;
  const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true });
  child.on('error', () => {});
  child.unref();
}

/** The program that opens an address, and its arguments; `null` where there is no desktop. No shell sees the address. */
export function opener(url: string, env: Environment, platform: NodeJS.Platform): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', url];
  const desktop = env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '';
  return desktop === '' ? null : ['xdg-open', url];
}
