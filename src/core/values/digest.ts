/**
 * SHA-256 as a port: the core names what it needs, Node and the browser each bring their own.
 * Takes the chunks in order, gives the 64 lower-case hex digits of their concatenation. A string stands for its
 * UTF-8 and holds no lone surrogates (JSON never does): platforms encode long ones faster than the core can.
 */
export type Sha256 = (chunks: Iterable<Uint8Array | string>) => string;
