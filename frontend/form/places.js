// What stands around the form: problems above it, buttons and the state of the draft below it.

export function ownWords(island, schema, settings) {
  const problems = element('div', 'form-problems');
  const form = element('div', 'form-place');
  const status = element('p', 'form-status');
  status.setAttribute('role', 'status');
  island.append(problems, form);
  if (settings.readOnly) return { form };
  const footer = element('div', 'form-footer');
  const submit = hasButton(schema) ? null : submitButton(settings.submitLabel);
  if (submit) footer.append(submit);
  footer.append(status);
  island.append(footer);
  return { island, problems, form, status, submit };
}

function submitButton(label) {
  const button = element('button', 'btn btn-primary');
  button.type = 'button';
  button.dataset.submit = '';
  button.textContent = label;
  return button;
}

function hasButton({ components = [] }) {
  return components.some((part) => (part.type === 'button' && part.action !== 'reset') || hasButton(part));
}

export function element(name, className) {
  return Object.assign(document.createElement(name), { className });
}

// What went well before is no longer the news once something was refused.
export function takeGoodNewsAway() {
  document.querySelectorAll('[data-flash=message]').forEach((flash) => flash.remove());
}
