// A group with the property `folded` shows what is ticked or differs from its default; a button shows all of it. What is folded
// away is out of the way of the keyboard, too. Marks are attributes that the form's own drawing does not know and so leaves alone.

export function folding(form, schema, place) {
  const groups = schema.components.filter(({ properties }) => properties?.folded);
  const opened = new Set();
  const draw = () => groups.forEach((group) => fold(group));
  form.on('changed', () => {
    setTimeout(draw);
  });
  draw();

  function fold(group) {
    const box = place.form.querySelector(`[id$="-${group.id}"]`)?.closest('.fjs-form-field-group');
    if (!box) return;
    const button = buttonOf(group, box);
    const open = opened.has(group.id) || Boolean(box.querySelector('.fjs-has-errors'));
    const data = form._getState().data;
    for (const field of group.components) {
      columnOf(box, field)?.toggleAttribute('data-folded-away', !open && !isTold(data[field.key], field.defaultValue));
    }
    button.setAttribute('aria-expanded', String(open));
    button.textContent = open ? `收起${group.label}` : group.properties.folded;
  }

  // behind everything in the group's column, where the form's own drawing does not trip over it
  function buttonOf(group, box) {
    const column = box.closest('.fjs-layout-column');
    const there = column.querySelector(':scope > [data-unfold]');
    if (there) return there;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm mt-2 text-wrap text-start' });
    button.dataset.unfold = group.id;
    button.addEventListener('click', () => {
      if (!opened.delete(group.id)) opened.add(group.id);
      draw();
      if (opened.has(group.id)) box.querySelector('input:not([readonly]), textarea')?.focus();
    });
    column.append(button);
    return button;
  }
}

function isTold(value, usual) {
  return value === true || (value ?? '') !== (usual ?? '');
}

function columnOf(box, { id }) {
  const part = box.querySelector(`[id$="-${id}"], [id*="-${id}-"]`);
  return part?.closest('.fjs-layout-column');
}
