// What the server runs inside V8 (app/engine/feel.py): text in, text out, nothing else is reachable.
// Built to app/engine/js/feel.js. Every function answers JSON: {"ok": …} or {"problem": {…}}.
import { BadSyntax, NoSuchFunction, enter, remembering, valueOf } from './compile.js';
import { namesIn } from './names.js';
import { InCell, matchesOf } from './tables.js';
import { holds, testsTree } from './tests.js';
import { withTime } from './time.js';
import { NotData, plain, revived } from './values.js';

// Without it a context entry called "__proto__" is an entry like any other.
delete Object.prototype.__proto__;

const answering = (work) => (...texts) => {
  try {
    return JSON.stringify({ ok: work(...texts) });
  } catch (failure) {
    return JSON.stringify({ problem: problemOf(failure) });
  }
};

function problemOf(failure) {
  if (failure instanceof At) return { ...problemOf(failure.cause), index: failure.index };
  if (failure instanceof InCell) return { ...problemOf(failure.cause), rule: failure.rule, column: failure.column };
  if (failure instanceof BadSyntax) return { kind: 'syntax', text: failure.expression, from: failure.from };
  if (failure instanceof NoSuchFunction) return { kind: 'function', detail: failure.message };
  if (failure instanceof NotData) return { kind: 'not data', detail: failure.message };
  if (failure instanceof RangeError) return { kind: 'too deep', detail: String(failure.message) };
  return { kind: 'failed', detail: String(failure?.message ?? failure) };
}

class At extends Error {
  constructor(cause, index) {
    super('at');
    Object.assign(this, { cause, index });
  }
}

const each = (items, work) => items.map((item, index) => {
  try {
    return work(item);
  } catch (cause) {
    throw new At(cause, index);
  }
});

const names = (text, typed) => enter(withTime(typed ? revived(JSON.parse(text)) : JSON.parse(text)));

const readTable = remembering((text) => JSON.parse(text));

globalThis.feel = {
  evaluate: answering((expressions, given, typed) => {
    names(given, typed);
    return each(JSON.parse(expressions), (expression) => plain(valueOf(expression)));
  }),
  unary: answering((test, value, given) => {
    names(given, true);
    return holds(test, revived(JSON.parse(value)));
  }),
  table: answering((table, given, typed) => {
    names(given, typed);
    return plain(matchesOf(readTable(table)));
  }),
  names: answering((expression) => namesIn(expression)),
  checkTests: answering((text) => namesIn(text, testsTree(text)))
};
