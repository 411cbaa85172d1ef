import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { pae } from '../../src/core/attestation/index.ts';

/*
 * The test vector of DSSE (secure-systems-lab/dsse, "protocol" and "implementation" pages, version 1.0): the payload
 * `hello world` of type `http://example.com/HelloWorld`, signed by an ECDSA key on P-256.
 */
const coordinate = (decimal: bigint) => Buffer.from(decimal.toString(16).padStart(64, '0'), 'hex').toString('base64url');
const key = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: coordinate(46950820868899156662930047687818585632848591499744589407958293238635476079160n),
    y: coordinate(5640078356564379163099075877009565129882514886557779369047442380624545832820n),
  },
});
const signature = Buffer.from('A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==', 'base64');

it('encodes the published payload as published, and its signature holds', () => {
  const encoded = pae('http://example.com/HelloWorld', Buffer.from('hello world'));
  expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  expect(verify('sha256', encoded, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
});

it('counts bytes, and takes no type that is not ASCII', () => {
  expect(Buffer.from(pae('text/plain', Buffer.from('ä'))).toString()).toBe('DSSEv1 10 text/plain 2 ä');
  expect(() => pae('text/plän', Buffer.alloc(0))).toThrow(RangeError);
});
