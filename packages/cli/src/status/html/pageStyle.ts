/** Colours keep a contrast of 4.5 to 1 for text, in both themes. */
export const PAGE_STYLE: string = `
:root { color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1b2430; --soft: #55606e; --line: #d9dee5; --stripe: #f3f5f8; --link: #0b5cad;
  --failed: #b3261e; --lost: #8a3ffc; --moving: #0b5cad; --settled: #1f7a3f; --unknown: #6b7480; --idle: #5f6b7a; --on: #fff; }
@media (prefers-color-scheme: dark) { :root {
  --page: #12161c; --card: #1b212a; --text: #e7ebf0; --soft: #a6b0bd; --line: #333c49; --stripe: #202732; --link: #7fb8ff;
  --failed: #ff8a80; --lost: #c7a1ff; --moving: #7fb8ff; --settled: #77d49a; --unknown: #a6b0bd; --idle: #93a0b0; --on: #10151b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 20px 16px 48px; }
h1 { font-size: 1.5rem; margin: 0 0 2px; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 10px; }
h3 { font-size: 1rem; margin: 0 0 6px; overflow-wrap: anywhere; }
p { margin: 0 0 8px; }
.soft { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin-top: 16px; }
svg { display: block; width: 100%; height: auto; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 18px; list-style: none; padding: 0; margin: 10px 0 0; }
.legend svg { display: inline-block; width: 12px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.failed { fill: var(--failed); } .lost { fill: var(--lost); } .moving { fill: var(--moving); }
.settled { fill: var(--settled); } .idle { fill: var(--idle); } .unknown { fill: var(--unknown); }
.state { white-space: nowrap; font-weight: 600; }
.state.failed { color: var(--failed); } .state.lost { color: var(--lost); } .state.moving { color: var(--moving); }
.state.settled { color: var(--settled); } .state.idle, .state.unknown { color: var(--unknown); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 6px; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
thead th { color: var(--soft); font-weight: 600; }
tbody tr:nth-child(even) { background: var(--stripe); }
tbody th { font-weight: 600; }
thead button { all: unset; cursor: pointer; color: var(--soft); font-weight: 600; }
thead button:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; }
thead button::after { content: " ↕"; opacity: .55; }
th[aria-sort=ascending] button::after { content: " ▲"; opacity: 1; } th[aria-sort=descending] button::after { content: " ▼"; opacity: 1; }
.note { white-space: normal; min-width: 16rem; overflow-wrap: anywhere; }
.trouble { border-left: 4px solid var(--failed); }
.trouble p { overflow-wrap: anywhere; }
.root { font-weight: 700; color: var(--settled); }
.switches { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 16px; }
@media (max-width: 640px) {
  main { padding: 12px 8px 32px; } section { padding: 12px; }
  .cards thead { display: none; } .cards tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .cards tbody tr:nth-child(even) { background: none; }
  .cards th, .cards td { display: flex; gap: 10px; border: 0; padding: 2px 0; white-space: normal; overflow-wrap: anywhere; }
  .cards td:empty { display: none; }
  .cards td::before { content: attr(data-head); color: var(--soft); flex: 0 0 6.5rem; }
  .note { min-width: 0; }
}
@media print { body { background: none; } section { break-inside: avoid; } }
`;
