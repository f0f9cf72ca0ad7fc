// Between what a date field holds, what it shows and what people type. Reading is strict: a text is one day or none.

const ZONE = '+08:00';
const ZONE_MINUTES = 8 * 60;
const WITH_ZONE = /(Z|[+-]\d\d:?\d\d)$/;
const DAY = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))$/;
const TIME = /^(?:(\d{1,2}):(\d\d)|(\d\d)(\d\d)|(\d{1,2})[时点](?:(\d{1,2})分?)?)$/;

export const SAMPLES = { date: '2026-03-05', datetime: '2026-03-05 14:30', time: '14:30' };

// → what the field holds: "2026-03-05", "2026-03-05T14:30+08:00", "14:30+08:00"; null when the text is empty or unreadable
export function read(text, field) {
  const plain = local(text, field);
  return plain && stored(plain, field);
}

export function shown(value, { subtype = 'date' }) {
  const plain = inZone(value, subtype);
  return subtype === 'datetime' ? plain.replace('T', ' ') : plain;
}

// → a clock that goes on from the server's time: whoever fills in a form for half an hour may write what happened meanwhile
export function clockFrom(now) {
  const ahead = Date.parse(now.slice(0, 16) + ZONE) - Date.now();
  return () => inZone(new Date(Date.now() + ahead).toISOString(), 'datetime');
}

// → why this text is refused, or null
export function problemOf(text, field, now) {
  if (!text.trim()) return null;
  const { subtype = 'date' } = field;
  const plain = local(text, field);
  if (!plain && subtype === 'datetime' && day(text.normalize('NFKC').trim())) return `还要写上几点几分，例如 ${SAMPLES.datetime}。`;
  if (!plain) return `看不懂填写的${subtype === 'time' ? '时间' : '日期'}，请写成 ${SAMPLES[subtype]} 的样子。`;
  const [earliest, latest] = limitsOf(field, now);
  if (plain < earliest) return `不能早于 ${earliest.replace('T', ' ')}。`;
  if (plain > latest) return `不能晚于 ${latest.replace('T', ' ')}。`;
  return null;
}

// → what the native picker understands
export function local(text, { subtype = 'date' }) {
  const words = text.normalize('NFKC').trim();
  if (subtype === 'date') return day(words);
  if (subtype === 'time') return time(words);
  const parts = /^(.*?)(?:[T\s]+|(?<=^\d{8})(?=\d{4}$)|(?<=日)\s*)(.+)$/.exec(words);
  if (!parts) return null;
  const [date, hour] = [day(parts[1].trim()), time(parts[2].trim())];
  return date && hour && `${date}T${hour}`;
}

export function inZone(value, subtype) {
  if (typeof value !== 'string') return '';
  if (subtype === 'time') return value.slice(0, 5);
  if (subtype === 'date') return value.slice(0, 10);
  if (!WITH_ZONE.test(value)) return value.slice(0, 16);
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? '' : new Date(moment + ZONE_MINUTES * 60000).toISOString().slice(0, 16);
}

function stored(plain, { subtype = 'date', timeSerializingFormat }) {
  if (subtype === 'date' || timeSerializingFormat === 'no_timezone' || !timeSerializingFormat) return plain;
  if (timeSerializingFormat === 'utc_offset') return plain + ZONE;
  if (subtype === 'datetime') return new Date(plain + ZONE).toISOString().replace(/:00\.000Z$/, 'Z');
  return new Date(`2000-01-02T${plain}${ZONE}`).toISOString().slice(11, 16) + 'Z';
}

function day(text) {
  const [year, month, date] = (DAY.exec(text) ?? []).slice(1).filter((part) => part !== undefined);
  if (!date) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const moment = new Date(`${iso}T00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : null;
}

function time(text) {
  const [hour, minute = '0'] = (TIME.exec(text) ?? []).slice(1).filter((part) => part !== undefined);
  if (hour === undefined || hour > 23 || minute > 59) return null;
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

function limitsOf({ subtype = 'date', disallowPassedDates, properties = {} }, now) {
  if (subtype === 'time') return ['00:00', '23:59'];
  const cut = (moment) => (subtype === 'date' ? moment.slice(0, 10) : moment.slice(0, 16));
  const fromNow = now && (disallowPassedDates || properties.check === 'future');
  const untilNow = now && properties.check === 'notFuture';
  return [cut(fromNow ? now : '1900-01-01T00:00'), cut(untilNow ? now : '2199-12-31T23:59')];
}
