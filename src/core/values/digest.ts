/**
 * SHA-256 as a port: the core names what it needs, Node and the browser each bring their own.
 * Takes the chunks in order, gives the 64 lower-case hex digits of their concatenation.
 */
export type Sha256 = (chunks: Iterable<Uint8Array>) => string;
