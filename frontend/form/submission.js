// Sending the answers: by the button, by Ctrl+Enter; never by an Enter that only wanted the next line.
import { ask } from '../page/confirm.js';
import { settled } from '../page/unsaved.js';
import { newKey, send } from './sending.js';
import { tell } from './told.js';

export function submission(form, settings, place, problems, draft) {
  let busy = false;
  let attempt = { key: newKey(), body: null };

  form.on('submit', ({ data, errors }) => {
    if (!busy) submit(data, errors);
  });
  place.submit?.addEventListener('click', () => form.submit());
  place.form.addEventListener('keydown', keepEnterFromSubmitting);
  place.island.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.ctrlKey) form.submit();
  });

  async function submit(answers, errors) {
    problems.clear();
    const dates = { ...problems.ofDates(), ...problems.ofUploads() };
    if (Object.keys(errors).length || Object.keys(dates).length) return problems.show(dates);
    if (settings.confirm && !(await ask(settings.confirm, settings.submitLabel))) return undefined;
    setBusy(true);
    draft.pause();
    const result = await send('POST', settings.action, { answers }, keyFor(answers));
    if (result.kind === 'done') return leave(result.location);
    setBusy(false);
    draft.keepNow();
    if (result.kind === 'refused') await problems.show(result.errors, result.message);
    else tell(place, settings, result, () => form.submit());
    if (result.kind !== 'conflict') draft.resume();
    return undefined;
  }

  function keyFor(answers) {
    const body = JSON.stringify(answers);
    if (attempt.body !== null && attempt.body !== body) attempt = { key: newKey(), body };
    attempt.body = body;
    return attempt.key;
  }

  function leave(address) {
    draft.forget();
    settled(place.island);
    if (address) location.assign(address);
    else location.reload();
  }

  function setBusy(now) {
    busy = now;
    place.island.setAttribute('aria-busy', String(now));
    for (const button of place.island.querySelectorAll('[data-submit], .fjs-button[type=submit]')) button.disabled = now;
    place.status.textContent = now ? '正在提交……' : '';
  }
}

function keepEnterFromSubmitting(event) {
  if (event.key === 'Enter' && !event.ctrlKey && event.target.matches('input')) event.preventDefault();
}
