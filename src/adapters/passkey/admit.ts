import type { IncomingHttpHeaders } from 'node:http';

/** A request before anything is done for it. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** The page a request must be for. */
export interface Place {
  readonly port: number;
  /** The first part of every path: who does not know it gets nothing. */
  readonly token: string;
}

/** Where a request leads, or the status and the reason with which it is turned away. */
export type Admitted = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly status: number; readonly sentence: string };

/** The origin of the page, as browsers write it. */
export function originOf(port: number): string {
  return `http://localhost:${port}`;
}

/**
 * Turns away whoever is not the page itself: another host name that was made to lead here (DNS rebinding), a page of
 * another origin, a form, a guess at the path. Nothing is ever allowed across origins.
 */
export function admit({ method, url, headers }: Asked, { port, token }: Place): Admitted {
  const origin = originOf(port);
  if (headers.host !== `localhost:${port}`) return away(421, `this is ${origin} and no other host`);
  if (headers.origin !== undefined && headers.origin !== origin) return away(403, 'a page of another origin asks nothing here');
  const site = headers['sec-fetch-site'];
  const [, given = '', path = '', ...further] = url.split('/');
  if (further.length > 0 || !sameText(given, token)) return away(404, 'nothing is here; the terminal says which address to open');
  if (method === 'GET') return { ok: true, path };
  if (method !== 'POST') return away(405, 'only GET and POST');
  if (headers.origin !== origin || (site !== undefined && site !== 'same-origin')) return away(403, 'a page of another origin asks nothing here');
  if (headers['content-type'] !== 'application/json') return away(415, 'only JSON');
  return { ok: true, path };
}

/** Compares a guess with a secret in a time that says nothing of where they differ. */
function sameText(guess: string, secret: string): boolean {
  let differs = guess.length ^ secret.length;
  for (let i = 0; i < secret.length; i++) differs |= secret.charCodeAt(i) ^ (guess.charCodeAt(i) || 0);
  return differs === 0;
}

function away(status: number, sentence: string): Admitted {
  return { ok: false, status, sentence };
}
