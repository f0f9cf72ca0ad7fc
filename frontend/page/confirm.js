// <button data-confirm="确定退回吗？" data-confirm-yes="退回">, <form data-confirm="…"> and hx-confirm ask in one dialog.

let confirmed = null;

export function ask(question, yes = '确定') {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  dialog.innerHTML = `
    <form method="dialog">
      <p id="ask-question"></p>
      <div class="btn-list justify-content-end">
        <button class="btn" value="no" autofocus>取消</button>
        <button class="btn btn-primary" value="yes"></button>
      </div>
    </form>`;
  dialog.setAttribute('aria-labelledby', 'ask-question');
  dialog.querySelector('#ask-question').textContent = question;
  dialog.querySelector('[value=yes]').textContent = yes;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}

function askFirst(event, asking, goOn) {
  if (!asking?.dataset.confirm || confirmed === asking) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asking.dataset.confirm, asking.dataset.confirmYes).then((yes) => {
    if (!yes) return;
    confirmed = asking;
    goOn();
    confirmed = null;
  });
}

document.addEventListener('click', (event) => {
  const asking = event.target.closest?.('button[data-confirm], a[data-confirm]');
  askFirst(event, asking, () => asking.click());
}, true);

document.addEventListener('submit', (event) => {
  const form = event.target;
  askFirst(event, form, () => form.requestSubmit(event.submitter ?? undefined));
}, true);

document.addEventListener('htmx:confirm', (event) => {
  const { question, issueRequest } = event.detail;
  if (!question) return;
  event.preventDefault();
  ask(question, event.detail.elt.dataset.confirmYes).then((yes) => yes && issueRequest(true));
});
