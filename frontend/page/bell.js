// The number on the bell: asked for every 45 seconds while somebody looks at the page, quietly. Unchanged, the answer is
// an empty 304; signed out or without network, nothing is said here: the next thing the person does will say it.
// <… data-bell="/notices/bell"> with any number of <… data-bell-count> on the page.

const PAUSE = 45_000;
const bell = document.querySelector('[data-bell]');
let mark = '';
let asked = Date.now();

async function look() {
  if (document.hidden) return;
  asked = Date.now();
  const headers = mark ? { 'If-None-Match': mark } : {};
  const answer = await fetch(bell.dataset.bell, { headers, cache: 'no-store', credentials: 'same-origin' }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  mark = answer.headers.get('ETag') ?? '';
  show((await answer.json()).unread);
}

function show(unread) {
  for (const place of document.querySelectorAll('[data-bell-count]')) {
    place.hidden = !unread;
    place.firstChild.textContent = unread < 99 ? unread : '99+';
  }
  bell.setAttribute('aria-label', unread ? `通知，${unread} 条未读` : '通知');
}

if (bell) {
  setInterval(look, PAUSE);
  document.addEventListener('visibilitychange', () => Date.now() - asked > PAUSE && look());
}
