// Short sentences in the upper corner, read out by screen readers. They stay until closed: they say what to do next.

export function say(sentence, kind = 'danger') {
  const notice = document.createElement('div');
  notice.className = `alert alert-${kind} alert-dismissible notice`;
  notice.setAttribute('role', kind === 'danger' ? 'alert' : 'status');
  const text = document.createElement('div');
  text.textContent = sentence;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'btn-close';
  close.setAttribute('aria-label', '关闭');
  close.addEventListener('click', () => notice.remove());
  notice.append(text, close);
  place().append(notice);
}

function place() {
  let notices = document.querySelector('[data-notices]');
  if (!notices) {
    notices = document.createElement('div');
    notices.className = 'notices';
    notices.dataset.notices = '';
    document.body.append(notices);
  }
  return notices;
}
