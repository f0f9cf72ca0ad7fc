// Leaving a page with something typed asks first. Plain forms take part with <form data-unsaved>; islands call changed().

const changedThings = new Set();

export function changed(thing) {
  changedThings.add(thing);
}

export function settled(thing) {
  changedThings.delete(thing);
}

export function watchForms() {
  document.addEventListener('input', ({ target }) => {
    const form = target.closest?.('form[data-unsaved]');
    if (form) changed(form);
  });
  document.addEventListener('submit', ({ target }) => settled(target));
  document.addEventListener('reset', ({ target }) => settled(target));
  window.addEventListener('beforeunload', (event) => {
    for (const thing of changedThings) if (!thing.isConnected) settled(thing);
    if (changedThings.size) event.preventDefault();
  });
}
