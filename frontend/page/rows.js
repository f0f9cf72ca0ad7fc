// A list that is walked by keys: j and k or the arrows go from row to row, Enter opens, x ticks.
// <table data-rows> with <tr data-row>, in it <a data-open> and <input type="checkbox" data-pick>.
// The row's own link or box has the focus, so that screen readers follow and Enter needs nothing of ours.
import { heard, switchedOff } from './shortcuts.js';

const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

document.addEventListener('keydown', (event) => {
  const rows = [...document.querySelectorAll('[data-rows] [data-row]')];
  if (!rows.length || !heard(event) || event.shiftKey) return;
  const arrow = event.key.startsWith('Arrow');
  if (!arrow && switchedOff()) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const step = STEPS[event.key];
  if (step && (here >= 0 || !arrow)) return go(event, rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step]);
  if (event.key === 'x' && here >= 0) return tick(event, rows[here]);
  if (event.key === 'Enter' && here >= 0 && document.activeElement.matches('[data-pick]')) {
    event.preventDefault();
    rows[here].querySelector('[data-open]')?.click();
  }
});

function go(event, row) {
  if (!row) return;
  event.preventDefault();
  row.querySelector('[data-open]').focus();
  row.scrollIntoView({ block: 'nearest' });
}

function tick(event, row) {
  const box = row.querySelector('[data-pick]');
  if (!box) return;
  event.preventDefault();
  box.click();
}
