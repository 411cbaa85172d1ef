/** The namespace of every signature: what was signed for another purpose, such as a commit, never counts here. */
export const namespace = 'countersign';

/** The DSSE payload type of every statement. */
export const payloadType = 'application/vnd.in-toto+json';

/** What computed a decision; a later engine that answers otherwise has another name. */
export const engine = 'countersign-1';
