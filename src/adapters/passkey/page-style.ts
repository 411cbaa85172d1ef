/** The look of the page: the inks and paper of the reports, one value per token for light and dark. */
export const pageStyle = `
:root { color-scheme: light dark;
  --ui: "Inter", "Inter Variable", system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif;
  --code: "JetBrains Mono", ui-monospace, "SF Mono", "Liberation Mono", "DejaVu Sans Mono", monospace;
  --paper: light-dark(#f4f7f3, #0d1210); --sheet: light-dark(#ffffff, #131917); --well: light-dark(#ebf0ea, #1b2320);
  --rule: light-dark(#d8dfd7, #28322d); --rule-2: light-dark(#b9c4b9, #3c4942);
  --text: light-dark(#141d18, #e7ede8); --text-2: light-dark(#414e46, #b7c2ba); --text-3: light-dark(#5a675e, #93a097);
  --ink: light-dark(#21409a, #a9bcff); --on-ink: light-dark(#ffffff, #0d1210);
  --stamp: light-dark(#a3271a, #ff9788); --moss: light-dark(#17613a, #77d09d); }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--paper); color: var(--text); font: 400 .9375rem/1.5 var(--ui); }
h1, p, dl, dd, pre { margin: 0; }
.bar { min-height: 44px; display: flex; flex-wrap: wrap; align-items: center; gap: 2px 16px; padding: 8px 24px; background: var(--sheet); border-bottom: 1px solid var(--rule-2); }
.bar b { font-weight: 600; letter-spacing: -.01em; } .bar span { margin-left: auto; font-size: .8125rem; color: var(--text-3); }
main { max-width: 760px; margin: 0 auto; padding: 0 24px 32px; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 24px; padding: 24px 0 16px; }
h1 { font-size: 1.375rem; line-height: 1.25; font-weight: 600; letter-spacing: -.012em; text-wrap: balance; }
#coded { margin-left: auto; color: var(--text-2); } #coded strong { font: 600 1.25rem/1 var(--code); color: var(--text); margin: 0 8px 0 4px; } #coded small { font-size: .8125rem; color: var(--text-3); }
section { background: var(--sheet); border: 1px solid var(--rule); border-radius: 5px; }
dl { display: grid; grid-template-columns: minmax(7.5em, max-content) minmax(0, 1fr); }
dt, dd { padding: 7px 16px; border-top: 1px solid var(--rule); } dt:first-of-type, dd:first-of-type { border-top: 0; }
dt { color: var(--text-3); padding-right: 0; max-width: 15em; overflow-wrap: anywhere; } dd { overflow-wrap: anywhere; white-space: pre-wrap; }
.exact { font: 400 .8125rem/1.7 var(--code); font-variant-ligatures: none; }
details { border-top: 1px solid var(--rule); } summary { cursor: pointer; padding: 9px 16px; color: var(--text-2); width: fit-content; }
pre { margin: 0 16px 16px; padding: 12px; max-height: 320px; overflow: auto; background: var(--well); font: 400 .75rem/1.5 var(--code); white-space: pre-wrap; overflow-wrap: anywhere; }
#status { padding: 16px 0; color: var(--text-2); } #status.done { color: var(--moss); font-weight: 600; } #status.refused { color: var(--stamp); font-weight: 600; }
button { font: 600 1rem/1 var(--ui); padding: 13px 22px; border: 1px solid var(--ink); border-radius: 5px; background: var(--ink); color: var(--on-ink); cursor: pointer; }
button:disabled { background: transparent; color: var(--text-2); border-color: var(--rule-2); cursor: default; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 3px; } summary:focus-visible { outline-offset: -3px; }
@media (max-width: 36em) { main, .bar { padding-left: 12px; padding-right: 12px; } .bar span { margin-left: 0; } dl { grid-template-columns: minmax(0, 1fr); } dt { max-width: none; padding-bottom: 0; } dd { border-top: 0; padding-top: 0; } #coded { margin-left: 0; } button { width: 100%; } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { button { border: 2px solid ButtonText; } }
`;
