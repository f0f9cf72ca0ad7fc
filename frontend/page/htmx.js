// htmx under our content security policy: no eval, no injected styles; refused forms (422) are shown like answers.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { csrfToken } from './csrf.js';
import { say } from './notices.js';

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  timeout: 30000,
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '422', swap: true },
    { code: '[45]..', swap: false, error: true },
  ],
});

document.addEventListener('htmx:configRequest', ({ detail }) => {
  if (detail.verb !== 'get') detail.headers['X-CSRFToken'] = csrfToken();
});

document.addEventListener('htmx:sendError', () => say('网络不通，操作没有提交。请检查网络后再试一次。'));
document.addEventListener('htmx:timeout', () => say('服务器没有及时答复，请稍后刷新页面，看操作是否已经生效。'));

document.addEventListener('htmx:responseError', ({ detail }) => {
  const { status, responseText } = detail.xhr;
  say(sentenceFrom(responseText) ?? sentenceFor(status));
});

function sentenceFrom(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return undefined;
  }
}

function sentenceFor(status) {
  if (status === 401) return '登录已过期，请重新登录后再操作。';
  if (status === 403) return '您没有这项操作的权限。';
  if (status === 404) return '要找的内容不存在，或者不在您的管辖范围内。';
  if (status === 409) return '内容已被别人更新，请刷新页面后再操作。';
  return '服务器出错，操作没有完成。请稍后再试；若仍不行，请告知系统管理员。';
}
