// One request to the server and what came of it, in words. Nothing here throws away anything typed.
import { csrfToken, freshToken } from '../page/csrf.js';

const PATIENCE = 30000;
const KEPT = '填写的内容都保留在本页，不会丢失。';

// → {kind: 'done', location, answer} | {kind: 'refused', message, errors} | {kind: 'signedOut' | 'conflict' | 'lost', message}
export async function send(method, address, body, idempotencyKey) {
  try {
    let answer = await request(method, address, body, idempotencyKey);
    if ([400, 403].includes(answer.status) && (await freshToken())) answer = await request(method, address, body, idempotencyKey);
    return await outcomeOf(answer);
  } catch (why) {
    return { kind: 'lost', message: why.name === 'TimeoutError' ? tooSlow() : noNetwork() };
  }
}

// The page goes away; the browser sends what it still can (64 KB at most) and nobody waits for the answer.
export function sendAndLeave(method, address, body) {
  fetch(address, { ...written(method, body), keepalive: true }).catch(() => {});
}

function request(method, address, body, idempotencyKey) {
  const whole = written(method, body);
  if (idempotencyKey) whole.headers['Idempotency-Key'] = idempotencyKey;
  return fetch(address, { ...whole, signal: AbortSignal.timeout(PATIENCE) });
}

function written(method, body) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': csrfToken() };
  return { method, headers, body: JSON.stringify(body), credentials: 'same-origin' };
}

async function outcomeOf(answer) {
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401 || landedOnSignIn(answer)) return { kind: 'signedOut', message: `登录已过期。${KEPT}` };
  if (answer.ok) return { kind: 'done', location: said.location, answer: said };
  if (said.errors && Object.keys(said.errors).length) return { kind: 'refused', message: said.message, errors: said.errors };
  if (answer.status === 409) return { kind: 'conflict', message: `${said.message ?? '这项任务已被别人更新。'}${KEPT}` };
  if (said.message) return { kind: 'refused', message: said.message, errors: {} };
  return { kind: 'lost', message: `服务器出错，没有提交成功。${KEPT}请稍后再次提交；若仍不行，请告知系统管理员。` };
}

function landedOnSignIn(answer) {
  return answer.redirected && new URL(answer.url).pathname === '/sign-in';
}

function noNetwork() {
  return `网络不通，没有提交成功。${KEPT}请检查网络后再次提交。`;
}

function tooSlow() {
  return `服务器没有及时答复，不能确定是否已经提交。${KEPT}请稍后再次提交，重复提交不会办理两次。`;
}

export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
