// Uploading papers: files one after the other, each as the body of its own request, with its own line that says how far
// it is or why it was refused. What failed keeps its line and a button; the rest goes on.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { csrfToken, freshToken } from '../page/csrf.js';
import './papers.css';

const WAITING_FOR_MB = 1024 * 1024;
const HELD = new WeakMap();

document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-paper-files]')) return;
  const files = [...target.files];
  target.value = '';
  take(target.closest('[data-papers]'), files);
});

for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const place = event.target.closest?.('[data-paper-drop]');
    if (!place || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    place.classList.toggle('paper-over', kind === 'dragenter' || kind === 'dragover');
    if (kind === 'drop') take(place.closest('[data-papers]'), [...event.dataTransfer.files]);
  });
}

document.addEventListener('click', ({ target }) => {
  const line = target.closest('[data-paper-for]');
  if (line) choose(line.closest('[data-papers]'), line.dataset.paperFor);
  const again = target.closest('[data-paper-again]');
  if (again) take(again.closest('[data-papers]'), [HELD.get(again)], again.closest('li'));
});

// The place on the check-list suggests the kind: a picture under 身份证明 is an identity paper.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-paper-code]')) return;
  const kind = { D03: 'identity', D06: 'evidence', D07: 'notes' }[target.value] ?? (target.value ? 'document' : 'other');
  const place = target.closest('[data-papers]');
  place.querySelector('[data-paper-kind]').value = kind;
  place.querySelector('[data-paper-title]').placeholder = target.selectedOptions[0].dataset.title ?? '不填就用文件的名称';
});

function choose(place, code) {
  const select = place.querySelector('[data-paper-code]');
  select.value = code;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  place.querySelector('[data-paper-files]').click();
}

async function take(place, files, oldLine) {
  oldLine?.remove();
  if (!files.length) return;
  const said = sayings(place);
  const lines = files.map((file) => lineFor(place, file));
  let failed = 0;
  for (const [index, file] of files.entries()) {
    const refused = await send(place, file, { ...said, title: titleOf(said, index, files.length) }, lines[index]);
    if (refused) failed += 1;
    show(lines[index], file, refused);
  }
  if (failed < files.length) await refresh(place);
}

function sayings(place) {
  const value = (name) => place.querySelector(`[data-paper-${name}]`)?.value ?? '';
  const code = place.querySelector('[data-paper-code]');
  const suggested = code?.value ? (code.selectedOptions[0].dataset.title ?? '') : '';
  return { code: value('code'), kind: value('kind'), level: value('level'), title: value('title').trim(), suggested };
}

// What was typed, numbered when there are several; one file under a place on the list is called like the place; else
// the server names it after its file.
function titleOf({ title, suggested }, index, count) {
  if (title) return count > 1 ? `${title}（${index + 1}）` : title;
  return count === 1 ? suggested : '';
}

// After signing in again in another window the token is a new one: it is fetched, and the file sent once more.
async function send(place, file, said, line) {
  const refused = await post(place, file, said, line);
  return refused?.stale && (await freshToken()) ? post(place, file, said, line) : refused;
}

function post(place, file, said, line) {
  if (file.size > Number(place.dataset.largest)) {
    const most = Math.floor(Number(place.dataset.largest) / WAITING_FOR_MB);
    return Promise.resolve({ why: `超过 ${most} MB，请压缩图片、降低扫描分辨率，或拆成几份再上传。` });
  }
  const { code, kind, level, title } = said;
  const about = new URLSearchParams({ fileName: file.name, code, kind, level, title, task: place.dataset.task ?? '' });
  const address = `${place.dataset.address}?${about}`;
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-CSRFToken', csrfToken());
    request.setRequestHeader('HX-Request', 'true');
    request.upload.addEventListener('progress', (event) => progress(line, event.loaded / (event.total || file.size)));
    request.addEventListener('load', () => resolve(request.status === 201 ? null : refusalOf(request)));
    request.addEventListener('error', () => resolve({ why: '网络断了，没有传上去。请检查网络后点“重传”。', again: true }));
    request.send(file);
  });
}

// Sending the same file once more helps against a lost session or a busy server, not against a wrong file.
function refusalOf({ status, responseText }) {
  if (status === 401) return { why: '登录已过期，请在另一个窗口登录后点“重传”。', again: true };
  try {
    const { message, errors } = JSON.parse(responseText);
    return { why: Object.values(errors ?? {}).flat()[0] ?? message, again: status >= 500, stale: [400, 403].includes(status) };
  } catch {
    return { why: '服务器没有收下，请稍后点“重传”；若仍不行，请告知系统管理员。', again: true };
  }
}

function lineFor(place, file) {
  const list = place.querySelector('[data-paper-progress]');
  list.hidden = false;
  const line = document.createElement('li');
  line.className = 'py-1';
  const name = document.createElement('span');
  name.className = 'text-break';
  name.textContent = file.name;
  const state = document.createElement('span');
  state.className = 'ms-2 text-secondary';
  state.dataset.state = '';
  state.textContent = '等待上传';
  const bar = document.createElement('progress');
  bar.className = 'w-100';
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', `${file.name} 上传进度`);
  line.append(name, state, bar);
  list.append(line);
  return line;
}

function progress(line, share) {
  line.querySelector('progress').value = share;
  line.querySelector('[data-state]').textContent = share < 1 ? `${Math.round(share * 100)}%` : '正在检查文件……';
}

function show(line, file, refused) {
  line.querySelector('progress').remove();
  const state = line.querySelector('[data-state]');
  state.textContent = refused?.why ?? '已放入卷宗';
  state.className = refused ? 'ms-2 text-danger' : 'ms-2 text-success';
  if (!refused?.again) return;
  const again = document.createElement('button');
  again.type = 'button';
  again.className = 'btn btn-sm ms-2';
  again.textContent = '重传';
  again.dataset.paperAgain = '';
  HELD.set(again, file);
  line.append(again);
}

// The part is read anew; lines of what failed are carried over, and so is what was chosen.
async function refresh(place) {
  if ('paperReload' in place.dataset) {
    location.reload();
    return;
  }
  const task = place.dataset.task ? `?task=${place.dataset.task}` : '';
  const answer = await fetch(place.dataset.address + task, { headers: { 'HX-Request': 'true' }, credentials: 'same-origin' });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-papers]');
  const lines = [...place.querySelectorAll('[data-paper-progress] > li')];
  const list = fresh.querySelector('[data-paper-progress]');
  for (const name of ['code', 'kind', 'level']) {
    fresh.querySelector(`[data-paper-${name}]`).value = place.querySelector(`[data-paper-${name}]`).value;
  }
  list.append(...lines);
  list.hidden = lines.length === 0;
  place.replaceWith(document.adoptNode(fresh));
  htmx.process(fresh);
  list.scrollIntoView({ block: 'nearest' });
}
