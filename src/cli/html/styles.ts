/** The look of the page: ledger paper, hairlines, five inks, one value per token for light and dark. */
export const styles = `
:root { color-scheme: light dark;
  --ui: "Inter", "Inter Variable", system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif;
  --code: "JetBrains Mono", ui-monospace, "SF Mono", "Liberation Mono", "DejaVu Sans Mono", monospace;
  --s: .75rem; --m: .8125rem; --l: .875rem;
  --paper: light-dark(#f4f7f3, #0d1210); --sheet: light-dark(#ffffff, #131917); --well: light-dark(#ebf0ea, #1b2320);
  --rule: light-dark(#d8dfd7, #28322d); --rule-2: light-dark(#b9c4b9, #3c4942); --edge: light-dark(#7f8b81, #6f7e75);
  --text: light-dark(#141d18, #e7ede8); --text-2: light-dark(#414e46, #b7c2ba); --text-3: light-dark(#5a675e, #93a097);
  --ink: light-dark(#21409a, #a9bcff); --stamp: light-dark(#a3271a, #ff9788); --stamp-wash: light-dark(#fbe9e6, #371b17);
  --ochre: light-dark(#755000, #e5b562); --moss: light-dark(#17613a, #77d09d);
  --plum: light-dark(#77296d, #e6a3da); --plum-wash: light-dark(#f6e9f4, #331b2f); }
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--text); font: 400 var(--m)/1.5 var(--ui); font-feature-settings: "tnum", "zero", "ss03", "cv05"; font-variant-numeric: tabular-nums slashed-zero; }
h1, h2, p, ul, dl, dd, figure { margin: 0; padding: 0; } ul { list-style: none; } p, li, bdi { overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; line-height: 1.25; font-weight: 600; letter-spacing: -.012em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: var(--l); line-height: 1.43; font-weight: 600; }
a { color: var(--ink); text-underline-offset: 2px; }
code { font-family: var(--code); font-size: .924em; font-variant-ligatures: none; overflow-wrap: anywhere; }
b { font-weight: 600; } small, .mut { color: var(--text-3); } .sec { color: var(--text-2); } small { font-size: var(--s); }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: 12px; top: -60px; padding: 6px 12px; background: var(--sheet); border: 1px solid var(--ink); border-radius: 5px; z-index: 2; } .skip:focus { top: 6px; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.defs { position: absolute; }
.bar { min-height: 44px; display: flex; align-items: center; gap: 9px; padding: 0 20px; background: var(--sheet); border-bottom: 1px solid var(--rule-2); font-size: var(--l); font-weight: 600; letter-spacing: -.01em; }
.bar svg { width: 22px; height: 22px; } .ink { stroke: var(--ink); } .bar span { margin-left: auto; font-size: var(--s); font-weight: 400; color: var(--text-3); letter-spacing: 0; }
main, footer { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
.head { padding: 20px 0 16px; } .head p { max-width: 92ch; }
.grid { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px; padding-bottom: 24px; align-items: stretch; } .wide { grid-column: 1 / -1; }
section { background: var(--sheet); border: 1px solid var(--rule); border-radius: 5px; }
section > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px; padding: 9px 16px 8px; border-bottom: 1px solid var(--rule); }
section > header .n { margin-left: auto; } .keys { margin-left: auto; display: flex; flex-wrap: wrap; gap: 2px 16px; }
.pad { padding: 12px 16px; }
.hero { display: grid; grid-template-columns: auto 1fr; gap: 16px; align-items: center; padding-bottom: 12px; font-size: var(--l); line-height: 1.43; color: var(--text-2); } .hero b { color: var(--text); }
.big { font-size: 2.125rem; line-height: 1.18; font-weight: 600; letter-spacing: -.03em; color: var(--plum); white-space: nowrap; }
.under { display: flex; flex-wrap: wrap; gap: 4px 20px; padding-top: 8px; } .under .prov b { color: inherit; }
.explain { margin-top: 12px; background: var(--well); border-left: 3px double var(--edge); padding: 8px 12px; color: var(--text-2); font-size: var(--s); line-height: 1.5; } .explain b { color: var(--text); } .out { margin: 12px 16px 14px; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th { text-align: left; font-weight: 500; color: var(--text-3); font-size: var(--s); } tbody th { color: var(--text); font-size: var(--m); font-weight: 400; overflow-wrap: anywhere; }
th, td { padding: 6px 10px; border-top: 1px solid var(--rule); vertical-align: baseline; } th:first-child, td:first-child { padding-left: 16px; } th:last-child, td:last-child { padding-right: 16px; }
thead th, thead td { border-top: 0; } .n { text-align: right; white-space: nowrap; } td small { display: block; }
.bars td:nth-child(2) { width: 42%; vertical-align: middle; } .areas td { vertical-align: middle; } .areas tbody th { min-width: 120px; overflow-wrap: break-word; }
.share { display: flex; align-items: center; gap: 8px; } .share span { font-size: var(--s); white-space: nowrap; min-width: 3.4em; text-align: right; } .share svg { flex: 1 1 40px; min-width: 0; }
.strip, .meter { display: block; overflow: visible; } .areas .share { min-width: 90px; } .areas td:nth-child(3) { width: 30%; } .areas td:nth-child(2) { white-space: nowrap; }
.track { fill: var(--well); } .edge { fill: none; stroke: currentColor; stroke-width: 1; shape-rendering: crispEdges; } .solid { fill: currentColor; }
.p-recorded, .p-declared, .p-inferred, .p-assisted { color: var(--plum); } .p-contradictory { color: var(--stamp); } .p-unknown { color: var(--text-3); } .p-human, .p-bot { color: var(--text-2); }
.wash { fill: var(--sheet); } .p-recorded .wash, .p-declared .wash { fill: var(--plum-wash); } .p-contradictory .wash { fill: var(--stamp-wash); }
pattern path { stroke: currentColor; fill: none; } pattern .dot { fill: currentColor; }
.prov { display: inline-flex; align-items: baseline; gap: 6px; white-space: nowrap; } .prov svg { overflow: visible; flex: none; align-self: center; } .prov > b { font: 600 .6875rem/1 var(--code); }
.prov.recorded > b, .prov.declared > b, .prov.inferred > b { color: var(--plum); } .prov.contradictory > b { color: var(--stamp); }
.plot { display: block; width: 100%; height: auto; overflow: visible; } .plot text { font: 12px var(--ui); fill: var(--text-3); paint-order: stroke; stroke: var(--sheet); stroke-width: 3px; stroke-linejoin: round; } .plot .lab { fill: var(--text); font-weight: 600; }
.ax { stroke: var(--rule-2); fill: none; shape-rendering: crispEdges; } .gr { stroke: var(--rule); fill: none; shape-rendering: crispEdges; } .count { fill: var(--edge); }
.scrolls { overflow-x: auto; }
details { margin-top: 10px; } summary { cursor: pointer; color: var(--text-2); font-size: var(--s); width: fit-content; } details table { margin-top: 6px; } details .scrolls { max-height: 340px; overflow-y: auto; }
.areas .tier { display: flex; } .tier { display: inline-flex; align-items: center; gap: 5px; white-space: nowrap; font-size: var(--s); color: var(--text-2); } .tier svg { width: 13px; height: 13px; flex: none; } .tier.high { color: var(--ochre); } .tier.critical { color: var(--stamp); }
.tier path, .tier circle { stroke: currentColor; stroke-width: 1.8; fill: none; } .tier .full { fill: currentColor; stroke: none; }
.st { font-weight: 500; white-space: nowrap; } .st.read { color: var(--moss); } .st.absent { color: var(--text-3); } .st.partial, .st.care { color: var(--ochre); }
.quote { display: block; max-width: 62ch; color: var(--text-2); } .subject { overflow-wrap: anywhere; } .subject, .quote { overflow: clip; } .more { color: var(--text-3); white-space: nowrap; font-family: var(--ui); } .commits td { vertical-align: top; } .commits td:nth-child(1) { white-space: nowrap; } .commits th:nth-child(2) { width: 38%; } .commits th:nth-child(4) { width: 40%; } .stacked thead th:nth-child(1) { width: 24%; } .stacked thead th:nth-child(2) { width: 9em; }
dl.words { display: grid; grid-template-columns: max-content 1fr; gap: 6px 16px; } dl.words dd { color: var(--text-2); }
footer { padding-top: 4px; padding-bottom: 32px; color: var(--text-3); font-size: var(--s); }
@media screen and (max-width: 62.5em) { .grid { grid-template-columns: minmax(0, 1fr); } }
@media screen and (max-width: 45em) { :root { --s: .8125rem; --m: .9375rem; --l: 1rem; }
  main, footer { padding: 0; } .head, footer { padding: 16px 12px; } .bar { padding: 0 12px; } .bar span { display: none; } .grid { gap: 12px; padding-bottom: 12px; }
  section { border-left: 0; border-right: 0; border-radius: 0; } .pad { padding: 12px; } section > header { padding: 9px 12px 8px; } section > header .n, .keys { margin-left: 0; text-align: left; white-space: normal; }
  .hero { grid-template-columns: 1fr; gap: 4px; } .scrolls > .plot { min-width: 1000px; } .scrolls > .areas { min-width: 860px; } .out { margin: 12px; }
  th:first-child, td:first-child { padding-left: 12px; } th:last-child, td:last-child { padding-right: 12px; }
  summary { padding: 10px 0; } .commits, .stacked { display: block; position: relative; } .commits thead, .stacked thead { position: absolute; left: 0; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; } .commits tbody, .stacked tbody { display: block; } .commits tr, .stacked tr { display: block; border-top: 1px solid var(--rule); padding: 8px 0; } .commits thead tr, .stacked thead tr { display: none; } .commits tbody td, .stacked tbody td, .stacked tbody th { display: block; width: auto; border: 0; padding: 1px 12px; } .stacked tbody th { font-weight: 600; }
  .bars th, .bars td { padding-left: 6px; padding-right: 6px; } .bars td:nth-child(2) { width: 16%; } .bars .prov { flex-wrap: wrap; white-space: normal; }
  dl.words { grid-template-columns: 1fr; gap: 0; } dl.words dd { padding-bottom: 10px; } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) { svg { forced-color-adjust: none; } .p-recorded, .p-declared, .p-inferred, .p-assisted, .p-contradictory, .p-unknown, .p-human, .p-bot, .tier { color: CanvasText; } .wash { fill: Canvas; } .plot text { fill: CanvasText; stroke: Canvas; } .count { fill: GrayText; } .ink { stroke: CanvasText; } }
@media print { :root { color-scheme: light; --s: 10px; --m: 11px; --l: 12px; } body { background: #fff; } .areas .share { min-width: 60px; } .areas tbody th { min-width: 0; } th, td { padding: 4px 6px; } main, footer { max-width: none; padding: 0; } .skip, .bar span { display: none; } .grid { display: block; } section { margin-bottom: 12px; break-inside: avoid; } .commits-sheet, .care { break-inside: auto; } tr { break-inside: avoid; } .scrolls, details .scrolls { overflow: visible; max-height: none; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
