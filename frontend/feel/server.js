// What the server runs inside V8 (app/engine/feel.py): text in, text out, nothing else is reachable.
// Built to app/engine/js/feel.js, which sets the one global `feel`.
import { answering, attempt, each } from './answers.js';
import { enter, remembering, valueOf, within } from './compile.js';
import { namesIn } from './names.js';
import { matchesOf } from './tables.js';
import { holds, testsTree } from './tests.js';
import { withTime } from './time.js';
import { plain, revived } from './values.js';

// Without it a context entry called "__proto__" is an entry like any other.
delete Object.prototype.__proto__;

const read = (text, marked) => (marked ? revived(JSON.parse(text)) : JSON.parse(text));

const names = (text, marked) => enter(withTime(read(text, marked)));

const readTable = remembering((text) => JSON.parse(text));

const regExp = remembering((pattern) => new RegExp(pattern));

const namesInTests = (text) => namesIn(text, testsTree(text));

globalThis.feel = {

  // locals: per expression the names that only it finds, or null
  evaluate: answering((expressions, given, marked, locals) => {
    names(given, marked);
    const own = locals ? JSON.parse(locals) : [];
    return each(JSON.parse(expressions), (expression, index) => plain(within(own[index], () => valueOf(expression))));
  }),

  unary: answering((test, value, given, marked) => {
    names(given, marked);
    return holds(test, revived(JSON.parse(value)));
  }),

  table: answering((table, given, marked) => {
    names(given, marked);
    return plain(matchesOf(readTable(table)));
  }),

  // Whether each text has a place that fits its pattern, as a form in the browser asks.
  fitting: answering((pairs) => each(JSON.parse(pairs), ([ pattern, text ]) => regExp(pattern).test(text))),

  names: answering((text) => namesIn(text)),

  namesInTests: answering((text) => namesInTests(text)),

  // For each text the names it reads, or why it can't be read.
  survey: answering((expressions, tests) => ({
    expressions: JSON.parse(expressions).map((text) => attempt(() => namesIn(text))),
    tests: JSON.parse(tests).map((text) => attempt(() => namesInTests(text)))
  }))
};
