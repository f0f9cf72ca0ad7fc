// What comes next if the form is sent now: a sentence under the outcome, which changes with it. The sentences come with
// the page; nothing is asked of the server.
import { element } from './places.js';

export function following(form, place, sentences) {
  if (!Object.keys(sentences).length) return;
  const words = element('p', 'form-following');
  words.setAttribute('aria-live', 'polite');
  const field = form.get('formFieldRegistry').getAll().find(({ key }) => key === 'outcome');

  show();
  form.on('changed', () => setTimeout(show));

  function show() {
    const outcome = field ? form._getState().data.outcome : 'done';
    const sentence = sentences[outcome] ?? '';
    if (words.textContent !== sentence) words.textContent = sentence;
    words.hidden = !sentence;
    const host = field && place.form.querySelector(`[id$="-${field.id}"], [id$="-${field.id}-0"]`)?.closest('.fjs-form-field');
    if (host) {
      if (words.parentElement !== host) host.append(words);
    } else if (words.nextElementSibling !== place.submit?.parentElement) place.submit?.parentElement.before(words);
  }
}
