// FEEL values as JSON text and back. JSON carries numbers, strings, booleans, null, lists and contexts as they are; the
// temporal types travel as {"@feel": kind, "value": ISO text}. A context that happens to own a key "@feel" travels as a
// list of its entries, so that data can never pass for a date. The Python half is app/engine/feel_values.py.
import { FeelDate, FeelDateTime, FeelDuration, FeelTime, duration, isFunction, isRange, parseDate, parseDateTime, parseTime } from 'feelin';

const MARK = '@feel';

const READERS = {
  date: parseDate,
  time: parseTime,
  'date and time': parseDateTime,
  duration,
  number: (value) => value,
  list: (values) => values.map(revived),
  context: (entries) => Object.fromEntries(entries.map(([ key, value ]) => [ key, revived(value) ]))
};

export class NotData extends Error {}

export function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (value === null || typeof value !== 'object') return value;
  if (Object.hasOwn(value, MARK)) return READERS[value[MARK]](value.value) ?? null;
  return Object.fromEntries(Object.entries(value).map(([ key, entry ]) => [ key, revived(entry) ]));
}

export function plain(value) {
  switch (typeof value) {
  case 'number': return Number.isFinite(value) ? value : null;
  case 'string':
  case 'boolean': return value;
  case 'undefined': return null;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(plain);
  return marked(value);
}

function marked(value) {
  if (value instanceof FeelDate) return { [MARK]: 'date', value: value.iso };
  if (value instanceof FeelDateTime) return { [MARK]: 'date and time', value: isoOf(value), zone: value.zone };
  if (value instanceof FeelTime) return { [MARK]: 'time', value: isoOf(value), zone: value.zone };
  if (value instanceof FeelDuration) return durationOf(value);
  if (isRange(value)) throw new NotData('range');
  if (typeof value === 'function' || isFunction(value)) throw new NotData('function');
  return contextOf(value);
}

function contextOf(value) {
  const entries = Object.entries(value).map(([ key, entry ]) => [ key, plain(entry) ]);
  return Object.hasOwn(value, MARK) ? { [MARK]: 'context', value: entries } : Object.fromEntries(entries);
}

// The wall clock alone; the zone travels beside it because "@Europe/Paris" is not ISO.
const isoOf = (value) => value.value.toString();

function durationOf(value) {
  const d = value.value;
  if (value.yearsMonths) return { [MARK]: 'months', value: d.years * 12 + d.months };
  const seconds = ((d.weeks * 7 + d.days) * 24 + d.hours) * 3600 + d.minutes * 60 + d.seconds;
  return { [MARK]: 'seconds', value: seconds + d.milliseconds / 1e3 + d.microseconds / 1e6 };
}
