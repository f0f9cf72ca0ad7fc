// Why nothing was sent, and the way on: try again, sign in again in a dialog, or copy what was typed for the colleague
// who was faster.
import { signInAgain } from '../page/sign-in-again.js';
import { element, takeGoodNewsAway } from './places.js';

export function tell(place, settings, { kind, message }, again) {
  const alert = element('div', 'alert alert-warning');
  alert.setAttribute('role', 'alert');
  alert.tabIndex = -1;
  alert.append(message);
  if (kind === 'signedOut') {
    alert.append(link('在新窗口登录', '/sign-in', '_blank'), '，然后回到本页再次提交；或者');
    alert.append(button('在本页重新登录', async () => (await signInAgain(settings.owner)) && again()));
  }
  if (kind === 'conflict') alert.append(link('查看任务现在的情况', location.href, '_blank'), '。', typed(place));
  if (kind === 'lost') {
    alert.append(button('再试一次', again));
    window.addEventListener('online', () => alert.isConnected && alert.firstChild.replaceWith('网络已恢复，填写的内容都在，可以再试一次。'), { once: true });
  }
  takeGoodNewsAway();
  place.problems.replaceChildren(alert);
  alert.focus();
  alert.scrollIntoView({ block: 'center' });
}

function typed({ form }) {
  const folded = element('details', 'mt-2');
  const text = element('textarea', 'form-control mt-2');
  Object.assign(text, { readOnly: true, rows: 8, value: wordsIn(form) });
  text.setAttribute('aria-label', '您填写的内容');
  text.addEventListener('focus', () => text.select());
  folded.append(Object.assign(element('summary', ''), { textContent: '把您填写的内容复制出来' }), text);
  return folded;
}

function wordsIn(form) {
  const lines = [];
  for (const field of form.querySelectorAll('.fjs-form-field')) {
    if (field.querySelector('.fjs-form-field')) continue;
    const label = field.querySelector('.fjs-form-field-label')?.firstChild?.textContent?.trim();
    const said = [...field.querySelectorAll('input, textarea')].map(valueOf).filter(Boolean).join('、');
    if (label && said) lines.push(`${label}：${said}`);
  }
  return lines.join('\n');
}

function valueOf(input) {
  if (input.matches('[aria-hidden], [type=hidden]')) return '';
  if (!['radio', 'checkbox'].includes(input.type)) return input.value.trim();
  if (!input.checked) return '';
  return input.closest('.fjs-form-field-checkbox') ? '是' : (input.labels?.[0]?.textContent.trim() ?? '是');
}

function button(text, act) {
  const made = element('button', 'btn btn-sm ms-2');
  Object.assign(made, { type: 'button', textContent: text });
  made.addEventListener('click', act);
  return made;
}

function link(text, href, target) {
  return Object.assign(element('a', 'alert-link'), { href, target, rel: 'noopener', textContent: text });
}
