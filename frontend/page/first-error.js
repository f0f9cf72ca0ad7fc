// After a refused form the first wrong field has the focus, on a full page and on an htmx answer alike.

export function focusFirstError(within = document) {
  const wrong = within.querySelector('[aria-invalid="true"], .is-invalid') ?? within.querySelector('[data-error-summary]');
  if (!wrong) return;
  if (!wrong.matches('input, select, textarea, button, a')) wrong.tabIndex = -1;
  wrong.focus();
}

focusFirstError();
document.addEventListener('htmx:afterSwap', ({ detail }) => focusFirstError(detail.elt));
