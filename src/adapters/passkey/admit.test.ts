import { describe, expect, it } from 'vitest';
import { admit } from './admit.ts';

const place = { port: 14_117, token: 'abcDEF' };
const own = { host: 'localhost:14117', origin: 'http://localhost:14117', 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
const asked = (method: string, url: string, headers: Record<string, string | undefined>) => {
  const admitted = admit({ method, url, headers }, place);
  return admitted.ok ? admitted.path : admitted.status;
};

describe('a request to the page', () => {
  it('is let in where it is the page’s own', () => {
    expect(asked('GET', '/abcDEF/', { host: 'localhost:14117' })).toBe('');
    expect(asked('GET', '/abcDEF/page.js', { host: 'localhost:14117', 'sec-fetch-site': 'same-origin' })).toBe('page.js');
    expect(asked('POST', '/abcDEF/answer', own)).toBe('answer');
  });

  it.each<[string, string, string, Record<string, string | undefined>, number]>([
    ['for another host name that leads here', 'GET', '/abcDEF/', { host: 'evil.example:14117' }, 421],
    ['for the address of this machine', 'GET', '/abcDEF/', { host: '127.0.0.1:14117' }, 421],
    ['for another port', 'GET', '/abcDEF/', { host: 'localhost:14118' }, 421],
    ['for no host', 'GET', '/abcDEF/', {}, 421],
    ['for a name in other letters', 'GET', '/abcDEF/', { host: 'LOCALHOST:14117' }, 421],
    ['by a page of another origin', 'POST', '/abcDEF/answer', { ...own, origin: 'http://evil.example' }, 403],
    ['by a page of another port of this machine', 'POST', '/abcDEF/answer', { ...own, origin: 'http://localhost:3000' }, 403],
    ['by a page without an origin', 'POST', '/abcDEF/answer', { ...own, origin: 'null' }, 403],
    ['by who names no origin', 'POST', '/abcDEF/answer', { ...own, origin: undefined }, 403],
    ['by another page of the same site', 'POST', '/abcDEF/answer', { ...own, 'sec-fetch-site': 'same-site' }, 403],
    ['by a page of another origin that only reads', 'GET', '/abcDEF/', { host: 'localhost:14117', origin: 'http://evil.example' }, 403],
    ['by a form', 'POST', '/abcDEF/answer', { ...own, 'content-type': 'text/plain' }, 415],
    ['that asks what is allowed across origins', 'OPTIONS', '/abcDEF/answer', own, 405],
    ['with another verb', 'PUT', '/abcDEF/answer', own, 405],
    ['with a guess', 'GET', '/abcDEG/', { host: 'localhost:14117' }, 404],
    ['with a part of the secret', 'GET', '/abcDE/', { host: 'localhost:14117' }, 404],
    ['with more than the secret', 'GET', '/abcDEFF/', { host: 'localhost:14117' }, 404],
    ['without the secret', 'GET', '/', { host: 'localhost:14117' }, 404],
    ['for what lies deeper', 'GET', '/abcDEF/a/b', { host: 'localhost:14117' }, 404],
  ])('is turned away %s', (_, method, url, headers, status) => {
    expect(asked(method, url, headers)).toBe(status);
  });
});
