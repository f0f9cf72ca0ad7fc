// Date fields take strict text (2026-03-05, 2026/3/5, 2026年3月5日, 20260305) and offer the browser's own picker beside it.
// form-js's picker reads a typed 20260305 as another day (flatpickr's leniency); a bare <input type="date"> orders day and
// month after the browser's language, and takes 20260305 for the year 305 in an English one. Here a day is that day or refused.
import { Datetime, Description, Errors, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { SAMPLES, inZone, local, problemOf, read, shown } from './moments.js';

const AFTER_THE_CLICK = 250;
const PICKERS = { date: 'date', time: 'time', datetime: 'datetime-local' };

// `clock`: gives the present moment, where the page knows one
export function datesModule(clock) {
  function DateField(props) {
    const { field, value, domId, errors = [], disabled, readonly, onChange, onBlur, onFocus, fieldInstance } = props;
    const [text, write] = useText(value, field);
    const [left, setLeft] = useState(true);
    const problem = problemOf(text, field, clock?.());
    const said = problem && left ? [problem] : errors;
    const [descriptionId, errorId] = [`${domId}-description`, `${domId}-error-message`];
    const take = (typed) => {
      write(typed);
      onChange({ value: read(typed, field) });
    };
    return h('div', { class: classes(said, disabled, readonly) }, [
      h(Label, { htmlFor: domId, label: labelOf(field), required: field.validate?.required }),
      h('div', { class: `fjs-input-group ${disabled ? 'fjs-disabled' : ''} ${readonly ? 'fjs-readonly' : ''}` }, [
        h('input', {
          id: domId,
          class: 'fjs-input hejie-date',
          type: 'text',
          inputMode: 'numeric',
          autoComplete: 'off',
          placeholder: `如 ${SAMPLES[field.subtype ?? 'date']}`,
          value: text,
          disabled,
          readOnly: readonly,
          'data-path': fieldInstance?.valuePath.join('.'),
          'data-problem': problem,
          'aria-required': Boolean(field.validate?.required),
          'aria-invalid': said.length > 0,
          'aria-describedby': `${descriptionId} ${errorId}`,
          onInput: ({ target }) => {
            setLeft(false);
            take(target.value);
          },
          onFocus: () => onFocus?.(),
          onBlur: () => {
            setTimeout(() => setLeft(true), AFTER_THE_CLICK); // a line of error now would move what is just being clicked
            if (!problem) write(shown(read(text, field), field));
            onBlur?.();
          },
        }),
        !disabled && !readonly && h(Picker, { field, text, take, clock }),
      ]),
      h(Description, { id: descriptionId, description: field.description }),
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

// The text in the field, unless the answer was changed from elsewhere: a row above was removed, the form was reset.
function useText(value, field) {
  const [state, setState] = useState({ text: shown(value, field), value });
  const known = state.value === value ? state : { text: shown(value, field), value };
  return [known.text, (text) => setState({ text, value: read(text, field) })];
}

function Picker({ field, text, take, clock }) {
  const native = useRef();
  const { subtype = 'date', properties = {} } = field;
  const happened = clock && subtype === 'datetime' && properties.check === 'notFuture';
  return h('span', { class: 'hejie-picker' }, [
    h('input', {
      ref: native,
      type: PICKERS[subtype],
      tabIndex: -1,
      'aria-hidden': true,
      value: local(text, field) ?? '',
      onInput: ({ target }) => take(target.value && inZone(target.value, subtype).replace('T', ' ')),
    }),
    happened && h('button', { type: 'button', class: 'hejie-now', onClick: () => take(clock().replace('T', ' ')) }, '现在'),
    h('button', {
      type: 'button',
      'aria-label': subtype === 'time' ? '选择时间' : '选择日期',
      onClick: () => native.current.showPicker?.(),
    }, calendarIcon()),
  ]);
}

function calendarIcon() {
  const path = 'M4 6h16v14H4zM4 11h16M8 3v4M16 3v4';
  return h('svg', { viewBox: '0 0 24 24', width: 18, height: 18, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'aria-hidden': true },
    h('path', { d: path }));
}

function classes(said, disabled, readonly) {
  return ['fjs-form-field fjs-form-field-datetime', said.length && 'fjs-has-errors', disabled && 'fjs-disabled',
    readonly && 'fjs-readonly'].filter(Boolean).join(' ');
}

function labelOf({ subtype, label, dateLabel, timeLabel }) {
  return (subtype === 'time' ? timeLabel : dateLabel) || label || timeLabel || '';
}
