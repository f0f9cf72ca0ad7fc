// Ticking several rows for one button: counts them, ticks all of a page, and lets only tasks of one kind be done together.
// <input data-pick form="bulk">, <input data-pick-all>, <form data-bulk> with <span data-picked> and <button name="verb">.

const wide = matchMedia('(min-width: 768px)');

document.addEventListener('change', ({ target }) => {
  if (target.matches?.('[data-pick-all]')) {
    for (const box of boxes()) box.checked = target.checked;
  }
  if (target.matches?.('[data-pick], [data-pick-all]')) show();
  if (target.matches?.('[data-submits]') && wide.matches) target.form.requestSubmit();
});

// On a phone the filters lie over the list: they close when they are sent, before the list with them is replaced.
document.addEventListener('submit', ({ target }) => target.querySelector('.show [data-bs-dismiss=offcanvas]')?.click(), true);

document.addEventListener('htmx:afterSettle', show);
window.addEventListener('pageshow', show);

function show() {
  const bar = document.querySelector('[data-bulk]');
  if (!bar) return;
  const picked = boxes().filter((box) => box.checked);
  const kinds = new Set(picked.map((box) => box.closest('[data-row]').dataset.element));
  bar.classList.toggle('has-picked', picked.length > 0);
  bar.querySelector('[data-picked]').textContent = picked.length ? `已勾选 ${picked.length} 项` : '勾选任务后可以一起办理';
  for (const button of bar.querySelectorAll('button[name=verb]')) {
    button.disabled = !picked.length || (button.matches('[data-same-element]') && kinds.size > 1);
    button.title = picked.length && button.disabled ? '只有同一个环节的任务才能一起办结' : '';
  }
  const all = document.querySelector('[data-pick-all]');
  if (all) {
    all.checked = picked.length > 0 && picked.length === boxes().length;
    all.indeterminate = picked.length > 0 && !all.checked;
  }
}

function boxes() {
  return [...document.querySelectorAll('[data-pick]')];
}

show();
