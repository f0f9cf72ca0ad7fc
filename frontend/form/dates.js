// Date fields are the browser's own <input type="date">, "datetime-local" and "time". form-js's picker reads a typed
// 20260305 as another day (flatpickr's leniency) and shows the order of day and month of the browser's language.
// Values are form-js's: "2026-03-05", "2026-03-05T14:30+08:00", "14:30+08:00"; the zone is the centre's, not the computer's.
import { Datetime, Description, Errors, FormContext, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { limitsOf, problemOf, shown, stored } from './moments.js';

const TYPES = { date: 'date', time: 'time', datetime: 'datetime-local' };

export function datesModule(now) {
  function DateField({ field, value, domId, errors = [], disabled, readonly, onChange, onBlur, onFocus, fieldInstance }) {
    const { formId } = useContext(FormContext);
    const [problem, setProblem] = useState(null);
    const { subtype = 'date', validate = {}, description } = field;
    const said = problem ? [problem] : errors;
    const [descriptionId, errorId] = [`${domId}-description`, `${domId}-error-message`];
    const kind = ['fjs-form-field fjs-form-field-datetime', said.length && 'fjs-has-errors', disabled && 'fjs-disabled',
      readonly && 'fjs-readonly'].filter(Boolean).join(' ');
    const input = h('input', {
      ...limitsOf(field, now),
      id: domId,
      class: 'fjs-input hejie-date',
      type: TYPES[subtype],
      value: shown(value, subtype),
      disabled,
      readOnly: readonly,
      required: validate.required,
      'data-path': fieldInstance?.valuePath.join('.'),
      'data-form': formId,
      'aria-invalid': said.length > 0,
      'aria-describedby': `${descriptionId} ${errorId}`,
      onInput: ({ target }) => {
        setProblem(null);
        onChange({ value: stored(target.value, field) });
      },
      onFocus: () => onFocus?.(),
      onBlur: ({ target }) => {
        setProblem(problemOf(target));
        onBlur?.();
      },
    });
    return h('div', { class: kind }, [
      h(Label, { htmlFor: domId, label: labelOf(field), required: validate.required }),
      h('div', { class: 'fjs-input-group' }, input),
      h(Description, { id: descriptionId, description }),
      h(Errors, { id: errorId, errors: said }),
    ]);
  }
  DateField.config = { ...Datetime.config, sanitizeValue: ({ value }) => (typeof value === 'string' ? value : null) };

  function register(formFields) {
    formFields.register('datetime', DateField);
  }
  register.$inject = ['formFields'];
  return { __init__: ['hejieDates'], hejieDates: ['type', register] };
}

function labelOf({ subtype, label, dateLabel, timeLabel }) {
  return (subtype === 'time' ? timeLabel : dateLabel) || label || timeLabel || '';
}
