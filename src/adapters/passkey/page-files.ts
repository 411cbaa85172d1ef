import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';

const markup = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign · Countersign</title>
<link rel="stylesheet" href="page.css">
<script type="module" src="page.js"></script>
</head>
<body>
<header class="bar"><b>Countersign</b><span>this page is your own machine’s; nothing leaves it</span></header>
<main id="main">
<div class="head"><h1 id="heading">Sign with a passkey</h1><p id="coded" hidden>code <strong id="code"></strong><small>the terminal shows the same</small></p></div>
<section aria-label="What is signed">
<dl id="rows"></dl>
<details id="everything" hidden><summary>Every word that is signed</summary><pre id="whole" tabindex="0"></pre></details>
</section>
<p id="status" role="status" aria-live="polite" class="waits">○ Waiting for the terminal.</p>
<button id="go" type="button" hidden>Sign with your passkey</button>
<noscript><p>This page computes what is signed by itself, and needs JavaScript for that.</p></noscript>
</main>
</body>
</html>
`;

/** What the page loads, by path; nothing else is given out. */
export const pageFiles: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  '': { type: 'text/html', text: markup },
  'page.css': { type: 'text/css', text: pageStyle },
  'page.js': { type: 'text/javascript', text: pageScript },
};
