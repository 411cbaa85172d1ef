import type { Signer } from './signer.ts';

/** How a page that asks for a passkey is opened, and whose passkeys will do. */
export interface PasskeyAsking {
  /** The page is `http://localhost:PORT`: a passkey counts for the page it was enrolled on, port included. */
  readonly port: number;
  /** Id of the person, or what the page is to call whoever enrols. */
  readonly person: string;
  /** Of the repository, 64 hex digits: told in the name of a new passkey. */
  readonly repository: string;
  /** `type base64`, each enrolled for this page: any of them may answer, the browser lets its user choose. `null`: a new one is made. */
  readonly keys: readonly string[] | null;
  /** `required`: without a PIN or biometric the answer is refused. */
  readonly verification: 'required' | 'preferred';
  /** Seconds until nobody is waited for any longer. */
  readonly patience: number;
  /** Called with the address of the page once it can be opened. */
  readonly tell: (url: string) => void;
}

/** Opens a page on this machine that asks for a passkey; its `sign` throws `signing-failed` where nobody answered in time. */
export type PasskeyPage = (asking: PasskeyAsking) => Signer;
