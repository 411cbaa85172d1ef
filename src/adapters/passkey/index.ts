export { openBrowser } from './open-browser.ts';
export { openPasskeySigner } from './passkey-signer.ts';
