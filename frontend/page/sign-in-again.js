// Signing in again without leaving a filled form: the same form as on /sign-in, in a dialog. The page is fetched once
// more afterwards: it brings the new session's token and says who it is now.
import { adoptToken } from './csrf.js';

const WORDS = `
  <form method="post" class="sign-in-again">
    <h2 class="h3" id="sign-in-again-title">重新登录</h2>
    <p class="text-secondary">登录后接着提交，填写的内容都在。</p>
    <p class="text-danger" role="alert" data-refusal hidden></p>
    <label class="form-label" for="again-username">用户名</label>
    <input class="form-control mb-2" id="again-username" name="username" autocomplete="username" required maxlength="80">
    <label class="form-label" for="again-password">密码</label>
    <input class="form-control mb-3" id="again-password" name="password" type="password" autocomplete="current-password" required>
    <div class="btn-list justify-content-end">
      <button class="btn" type="button" data-cancel>取消</button>
      <button class="btn btn-primary">登录</button>
    </div>
  </form>`;

// → whether `owner` (a user id) is signed in again
export function signInAgain(owner) {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  dialog.innerHTML = WORDS;
  dialog.setAttribute('aria-labelledby', 'sign-in-again-title');
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.querySelector('[data-cancel]').addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    dialog.querySelector('form').addEventListener('submit', async (event) => {
      event.preventDefault();
      const refusal = await tried(new FormData(event.target), owner);
      if (!refusal) return dialog.close('yes');
      delete event.target.dataset.sent;
      const place = dialog.querySelector('[data-refusal]');
      place.textContent = refusal;
      place.hidden = false;
      dialog.querySelector('#again-password').value = '';
      return dialog.querySelector('#again-password').focus();
    });
  });
}

// → a sentence, or nothing if it went well
async function tried(typed, owner) {
  try {
    const form = read(await (await fetch('/sign-in', { credentials: 'same-origin' })).text());
    typed.set('csrf_token', form.querySelector('meta[name="csrf-token"]')?.content ?? '');
    typed.set('next', location.pathname);
    const answer = await fetch('/sign-in', { method: 'POST', body: new URLSearchParams(typed), credentials: 'same-origin' });
    const page = read(await answer.text());
    if (new URL(answer.url).pathname === '/sign-in') return page.querySelector('[data-error-summary]')?.textContent ?? '没有登录成功，请再试一次。';
    adoptToken(page);
    return page.body.dataset.actor === owner ? '' : '现在登录的是另一位同事。为免记到别人名下，没有提交；请用您自己的用户名登录。';
  } catch {
    return '网络不通，没有登录成功。请检查网络后再试一次。';
  }
}

function read(text) {
  return new DOMParser().parseFromString(text, 'text/html');
}
