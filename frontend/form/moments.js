// Between what a date field holds and what its native input shows.

const ZONE = '+08:00';
const ZONE_MINUTES = 8 * 60;
const WITH_ZONE = /(Z|[+-]\d\d:?\d\d)$/;

export function shown(value, subtype) {
  if (typeof value !== 'string') return '';
  if (subtype === 'time') return value.slice(0, 5);
  if (subtype === 'date') return value.slice(0, 10);
  if (!WITH_ZONE.test(value)) return value.slice(0, 16);
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? '' : new Date(moment + ZONE_MINUTES * 60000).toISOString().slice(0, 16);
}

export function stored(text, { subtype = 'date', timeSerializingFormat }) {
  if (!text) return null;
  if (subtype === 'date' || timeSerializingFormat === 'no_timezone' || !timeSerializingFormat) return text;
  if (timeSerializingFormat === 'utc_offset') return text + ZONE;
  if (subtype === 'datetime') return new Date(text + ZONE).toISOString().replace(/:00\.000Z$/, 'Z');
  return new Date(`2000-01-02T${text}${ZONE}`).toISOString().slice(11, 16) + 'Z';
}

// A year has four digits and lies in somebody's life; without these a typed 20260305 becomes the year 202603.
export function limitsOf({ subtype = 'date', disallowPassedDates, properties = {} }, now) {
  if (subtype === 'time') return {};
  const cut = (moment) => (subtype === 'date' ? moment.slice(0, 10) : moment.slice(0, 16));
  const fromNow = now && (disallowPassedDates || properties.check === 'future');
  const untilNow = now && properties.check === 'notFuture';
  return { min: cut(fromNow ? now : '1900-01-01T00:00'), max: cut(untilNow ? now : '9999-12-31T23:59') };
}

export function problemOf(input) {
  const { badInput, rangeUnderflow, rangeOverflow } = input.validity;
  const readable = (limit) => limit.replace('T', ' ');
  if (badInput) return input.type === 'time' ? '时间没有填完整，请填写时和分。' : '日期没有填完整，请把年、月、日填全。';
  if (rangeUnderflow) return `不能早于 ${readable(input.min)}。`;
  if (rangeOverflow) return `不能晚于 ${readable(input.max)}。`;
  return null;
}
