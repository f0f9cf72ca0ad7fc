// Shows what is wrong at the fields it concerns, names it in a summary that screen readers announce, and puts the focus on
// the first of them. The server's paths are "parties.0.idNo" or "parties[0].idNo".
import { element, takeGoodNewsAway } from './places.js';

const NUMBERED = /^第 \d+ /; // a row with a heading of its own is called by it

export function problemsOf(form, place) {
  // a listener that returns something would keep the event from the next one
  form.on('changed', () => {
    setTimeout(() => markInvalid(place.form));
  });
  form.on('repeatRenderManager.remove', () => {
    if (hasProblems(form)) setTimeout(() => form.validate());
  });

  return {
    clear: () => place.problems.replaceChildren(),

    ofDates: () => Object.fromEntries([...place.form.querySelectorAll('.hejie-date[data-problem]')]
      .map(({ dataset }) => [dataset.path, [dataset.problem]])),

    ofUploads: () => Object.fromEntries([...place.form.querySelectorAll('.fjs-form-field-photos[data-uploading]')]
      .map(({ dataset }) => [dataset.path, ['照片还在上传，请等传完再提交。']])),

    show: async (byPath, sentence) => {
      const homeless = addToFields(form, byPath);
      await rendered();
      unfold(place.form);
      await rendered();
      markInvalid(place.form);
      announce(place, sentence, homeless);
      focusFirst(place);
    },
  };
}

function hasProblems(form) {
  return Object.keys(form._getState().errors).length > 0;
}

function addToFields(form, byPath) {
  const errors = structuredClone(form._getState().errors);
  const fields = new Map(form.get('formFieldInstanceRegistry').getAllKeyed().map((field) => [field.valuePath.join('.'), field]));
  const homeless = [];
  for (const [path, sentences] of Object.entries(byPath)) {
    const field = fields.get(plainPath(path));
    if (field) put(errors, [field.id, ...Object.values(field.indexes ?? {})], [sentences].flat());
    else homeless.push(...[sentences].flat());
  }
  form._setState({ errors });
  return homeless;
}

function plainPath(path) {
  return path.replace(/\[(\d+)\]/g, '.$1').replace(/^[./]/, '').replaceAll('/', '.');
}

function put(errors, [first, ...rest], sentences) {
  if (!rest.length) {
    errors[first] = sentences;
    return;
  }
  errors[first] ??= [];
  put(errors[first], rest, sentences);
}

function markInvalid(within) {
  for (const input of within.querySelectorAll('.fjs-form-field-select input, .fjs-form-field-taglist input')) {
    const wrong = input.closest('.fjs-form-field').classList.contains('fjs-has-errors');
    if (wrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }
}

function unfold(within) {
  for (const row of within.querySelectorAll('.fjs-repeat-row-collapsed')) {
    if (row.querySelector('.fjs-has-errors')) row.closest('.fjs-form-field')?.querySelector('.fjs-repeat-render-collapse')?.click();
  }
}

function announce({ problems, form }, sentence, homeless) {
  const alert = element('div', 'alert alert-danger');
  alert.setAttribute('role', 'alert');
  const wrong = [...form.querySelectorAll('.fjs-has-errors')];
  const title = element('div', 'alert-title');
  title.textContent = sentence ?? `有 ${wrong.length} 处需要改正，改好后请再次提交。`;
  const list = element('ul', 'mb-0');
  list.append(...homeless.map((text) => item(text)), ...wrong.map((field) => item(wordsOf(field), controlOf(field))));
  alert.append(title, list);
  takeGoodNewsAway();
  problems.replaceChildren(alert);
}

function item(text, target) {
  const line = element('li', '');
  if (!target) {
    line.textContent = text;
    return line;
  }
  const link = Object.assign(element('a', 'alert-link'), { href: `#${target.id}`, textContent: text });
  link.addEventListener('click', (event) => {
    event.preventDefault();
    target.focus();
  });
  line.append(link);
  return line;
}

function wordsOf(field) {
  const label = field.querySelector('.fjs-form-field-label')?.firstChild?.textContent ?? '';
  const error = field.querySelector('.fjs-form-field-error li')?.textContent ?? '';
  return label ? `${rowOf(field)}${label}：${error}` : error;
}

function rowOf(field) {
  const row = field.closest('.fjs-repeat-row-container')?.parentElement;
  if (!row) return '';
  const heading = row.querySelector('.fjs-form-field-text strong')?.textContent ?? '';
  return NUMBERED.test(heading) ? `${heading}的` : `第 ${[...row.parentElement.children].indexOf(row) + 1} 项的`;
}

function controlOf(field) {
  return field.querySelector('input:not([type=hidden]), textarea, select, button');
}

function focusFirst({ form, problems }) {
  const first = form.querySelector('.fjs-has-errors');
  const target = first ? controlOf(first) : problems.firstElementChild;
  if (!first) target.tabIndex = -1;
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
}

function rendered() {
  return new Promise((resolve) => setTimeout(resolve, 30));
}
