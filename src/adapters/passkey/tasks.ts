/*
 * What the page and the program say to each other, as JSON. Bytes are base64 for URLs, without padding.
 */

/** What the page is to do. It asks a passkey with a challenge it makes itself of what it shows. */
export type Task = NewPasskey | Signing;

/** Make a passkey. */
export interface NewPasskey {
  readonly kind: 'create';
  /** Told apart from an earlier task of the same page. */
  readonly id: string;
  readonly person: string;
  readonly repository: string;
}

/** Show this and have it signed. */
export interface Signing {
  readonly kind: 'sign';
  readonly id: string;
  readonly person: string;
  /** Of the SSHSIG. */
  readonly namespace: string;
  /** `statement`: `body` is the payload of an envelope, and what is signed is its PAE; `text`: `body` itself. */
  readonly form: 'statement' | 'text';
  readonly body: string;
  readonly verification: 'required' | 'preferred';
  /** The one passkey that will do, where it was made a moment ago. */
  readonly credential: string | null;
}

/** What the browser gave. */
export type Answer =
  | { readonly task: string; readonly kind: 'create'; readonly credential: string; readonly spki: string }
  | { readonly task: string; readonly kind: 'sign'; readonly authenticatorData: string; readonly clientData: string; readonly signature: string };

/** What the program says to a page. */
export type Reply =
  | { readonly kind: 'task'; readonly task: Task }
  /** The answer will not do; another may. */
  | { readonly kind: 'refused'; readonly sentence: string }
  /** The answer of this window was taken, and nothing more is asked. */
  | { readonly kind: 'done' }
  /** Another window was faster. */
  | { readonly kind: 'taken' }
  /** Nobody waits at the terminal any longer. */
  | { readonly kind: 'ended'; readonly sentence: string };
