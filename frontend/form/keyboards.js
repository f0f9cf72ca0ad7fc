// Which keyboard a phone shows for a field. Numbers: digits with a point; telephones: the dial. Identity numbers may end in X,
// which the keyboards of digits lack on some phones: letters stay within reach, capital at once.
const NUMBER = { inputmode: 'decimal' };
const BY_CHECK = {
  phone: { inputmode: 'tel', autocomplete: 'off' },
  idNo: { autocapitalize: 'characters', autocomplete: 'off', spellcheck: 'false' },
  uscc: { autocapitalize: 'characters', autocomplete: 'off', spellcheck: 'false' },
};

export function keyboards(form, place) {
  const fields = () => form.get('formFieldRegistry').getAll().filter(({ type }) => ['number', 'textfield'].includes(type));
  const set = () => {
    for (const field of fields()) {
      const wanted = keyboardOf(field);
      if (!wanted) continue;
      for (const input of place.form.querySelectorAll(`input[id*="-${CSS.escape(field.id)}"]`)) fit(input, field.id, wanted);
    }
  };
  // rows of lists and fields that a condition shows come later
  new MutationObserver(set).observe(place.form, { childList: true, subtree: true });
  set();
}

function keyboardOf(field) {
  if (field.type === 'number') return field.validate?.min >= 0 && field.decimalDigits === 0 ? { inputmode: 'numeric' } : NUMBER;
  return String(field.properties?.check ?? '').split(',').map((rule) => BY_CHECK[rule.trim()]).find(Boolean);
}

// an id is "fjs-form-<form>-<field>" and, in a row, "…-<field>_<row>": Field_a must not take Field_ab for its own
function fit(input, id, wanted) {
  const rest = input.id.slice(input.id.indexOf(`-${id}`) + id.length + 1);
  if (!/^(?:_\d+)*_?$/.test(rest)) return;
  for (const [name, value] of Object.entries(wanted)) if (input.getAttribute(name) !== value) input.setAttribute(name, value);
}
