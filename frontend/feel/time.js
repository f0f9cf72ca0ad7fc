// now() and today() answer with the time they are given, never with the machine's: it is `calendar.now`, which the facts of
// a case carry. Without it they are no functions at all.
import { FeelDate, FeelDateTime } from 'feelin';

export function withTime(names) {
  const now = names.calendar?.now;
  names.now ??= now instanceof FeelDateTime ? () => now : null;
  names.today ??= now instanceof FeelDateTime ? () => new FeelDate(now.value.toPlainDate()) : null;
  return names;
}
