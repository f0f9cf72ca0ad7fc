// What is typed is kept twice: at once in this tab, and every few seconds as a draft on the server.
import { forget, keep } from '../page/kept.js';
import { changed, settled } from '../page/unsaved.js';
import { element } from './places.js';
import { send, sendAndLeave } from './sending.js';

const PAUSE = 4000;

export function drafts(form, settings, place, restored) {
  let known = answersText(form);
  let saved = known;
  let timer = null;
  let stopped = false;
  let touched = restored;

  // computed fields and conditions settle after opening; only a person's doing counts as a change
  for (const doing of ['input', 'keydown', 'pointerdown']) place.form.addEventListener(doing, () => (touched = true), true);

  form.on('changed', () => {
    const now = answersText(form);
    if (now === known) return;
    known = now;
    if (!touched) {
      saved = now;
      return;
    }
    changed(place.island);
    keepNow();
    if (settings.address) history.replaceState(history.state, '', settings.address); // so that a reload brings it back
    if (!timer) timer = setTimeout(save, PAUSE);
  });
  window.addEventListener('pagehide', leaving);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save());
  document.addEventListener('submit', saveBeforeSigningOut);
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return;
    event.preventDefault();
    save();
  });
  if (restored) offerFreshStart(settings, place);
  else if (settings.drafted) place.status.textContent = '已恢复您上次保存的草稿。';

  async function save() {
    clearTimeout(timer);
    timer = null;
    if (stopped || !settings.draftAction || known === saved) return;
    const text = known;
    const result = await send('PUT', settings.draftAction, { answers: JSON.parse(text) });
    if (stopped) return;
    if (result.kind === 'done') saved = text;
    if (result.kind === 'done' && known === saved) settled(place.island); // the server has it all: leaving loses nothing
    place.status.textContent = result.kind === 'done' ? `已保存 ${wallClock()}` : `草稿暂未存到服务器：${result.message}`;
    if (['conflict', 'refused'].includes(result.kind)) stopped = true;
    else if (known !== saved) timer = setTimeout(save, PAUSE);
  }

  function leaving() {
    if (stopped || known === saved) return;
    keepNow();
    if (settings.draftAction) sendAndLeave('PUT', settings.draftAction, { answers: JSON.parse(known) });
  }

  function saveBeforeSigningOut(event) {
    if (!event.target.matches('form[data-sign-out]') || event.defaultPrevented || stopped || known === saved) return;
    event.preventDefault();
    save().finally(() => {
      settled(place.island);
      event.target.submit();
    });
  }

  function keepNow() {
    if (settings.task) keep(settings.owner, settings.task, JSON.parse(known));
  }

  return {
    keepNow,
    pause: () => {
      stopped = true;
      clearTimeout(timer);
      timer = null;
    },
    resume: () => {
      stopped = false;
      if (known !== saved) timer = setTimeout(save, PAUSE);
    },
    forget: () => {
      saved = known;
      forget(settings.task);
    },
  };
}

function answersText(form) {
  return JSON.stringify(form._getSubmitData());
}

function offerFreshStart(settings, { island, status }) {
  changed(island);
  const button = element('button', 'btn btn-sm btn-link');
  Object.assign(button, { type: 'button', textContent: '不要这些内容，重新填写' });
  button.addEventListener('click', () => {
    forget(settings.task);
    island.remove();
    location.reload();
  });
  status.replaceChildren('已恢复您在本页填写、尚未提交的内容。', button);
}

function wallClock() {
  return new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' });
}
