// Keys for people who work here all day: "/" searches everywhere, "f" narrows the list of this page, "?" lists the keys, and any element with data-shortcut="n" is
// pressed by that key. Single keys can be switched off in the list (WCAG 2.1.4).

const SWITCH = 'hejie:shortcuts';

document.addEventListener('keydown', (event) => {
  if (!heard(event)) return;
  if (event.key === '?') return take(event, showKeys);
  if (switchedOff()) return;
  if (event.key === '/') return take(event, () => (everywhere() ?? ofThisPage())?.focus());
  if (event.key === 'f' && ofThisPage()) return take(event, () => ofThisPage().focus());
  const pressed = document.querySelector(`[data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`);
  if (pressed) take(event, () => pressed.click());
});

// Not while somebody types, nor while a dialog is open.
export function heard(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return false;
  return !document.querySelector('dialog[open], .modal.show, .offcanvas.show, .offcanvas-md.show');
}

// Not in sight on a phone, where nobody has keys.
function everywhere() {
  const field = document.querySelector('[data-search-everywhere]');
  return field?.offsetParent ? field : null;
}

function ofThisPage() {
  return document.querySelector('[data-search]');
}

function take(event, action) {
  event.preventDefault();
  action();
}

function typing(target) {
  return target.isContentEditable || target.matches?.('input:not([type=checkbox]):not([type=radio]), textarea, select');
}

export function switchedOff() {
  return localStorage.getItem(SWITCH) === 'off';
}

function showKeys() {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  dialog.setAttribute('aria-label', '键盘快捷键');
  dialog.innerHTML = `
    <form method="dialog">
      <h2 class="h3">键盘快捷键</h2>
      <dl class="keys"></dl>
      <label class="form-check"><input type="checkbox" class="form-check-input"> <span class="form-check-label">启用单键快捷键</span></label>
      <div class="btn-list justify-content-end"><button class="btn btn-primary" autofocus>知道了</button></div>
    </form>`;
  const list = dialog.querySelector('dl');
  for (const [key, meaning] of keysHere()) {
    const term = document.createElement('dt');
    term.append(Object.assign(document.createElement('kbd'), { textContent: key }));
    list.append(term, Object.assign(document.createElement('dd'), { textContent: meaning }));
  }
  const box = dialog.querySelector('input');
  box.checked = !switchedOff();
  box.addEventListener('change', () => localStorage.setItem(SWITCH, box.checked ? 'on' : 'off'));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function keysHere() {
  const keys = [['?', '显示本列表']];
  if (everywhere()) keys.push(['/', '搜索案件、任务、当事人、材料']);
  if (ofThisPage()) keys.push([everywhere() ? 'f' : '/', '在本页的列表里查找']);
  for (const element of document.querySelectorAll('[data-shortcut]')) {
    keys.push([element.dataset.shortcut, element.dataset.shortcutLabel ?? element.textContent.trim()]);
  }
  if (document.querySelector('[data-rows]')) {
    keys.push(['j ↓', '下一项'], ['k ↑', '上一项'], ['Enter', '打开这一项']);
    if (document.querySelector('[data-pick]')) keys.push(['x', '勾选或取消勾选']);
  }
  if (document.querySelector('[data-form-island]')) keys.push(['Ctrl + S', '保存草稿'], ['Ctrl + Enter', '提交']);
  return keys;
}
