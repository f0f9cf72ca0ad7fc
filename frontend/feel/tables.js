// One decision table in one call: its inputs once, every rule's cells, and the outputs of the rules that hold.
import { bind, valueOf } from './compile.js';
import { holds } from './tests.js';

export class InCell extends Error {
  constructor(cause, rule, column) {
    super('cell');
    Object.assign(this, { cause, rule, column });
  }
}

export class NotAllowed extends Error {}

/**
 * table: {inputs: [expression], rules: [{when: [unary tests], then: [expression]}], allowed: [unary tests or null per output],
 *         defaults: [expression or null] or null, first: stop at the first rule that holds}
 * Columns count through inputs, then outputs. Returns {inputs: [value], hits: [{rule, outputs: [value]}], defaults: [value] or null}.
 */
export function matchesOf(table) {
  const inputs = table.inputs.map((expression, column) => inCell(null, column, () => valueOf(expression)));
  const hits = [];
  for (const [ index, rule ] of table.rules.entries()) {
    if (!allHold(rule.when, inputs, index)) continue;
    hits.push({ rule: index, outputs: outputsOf(rule.then, index, table) });
    if (table.first) break;
  }
  return { inputs, hits, defaults: hits.length || !table.defaults ? null : outputsOf(table.defaults, null, table) };
}

const allHold = (when, inputs, index) =>
  when.every((text, column) => text === '-' || inCell(index, column, () => holds(text, inputs[column])));

function outputsOf(expressions, index, table) {
  bind('?', null);
  return expressions.map((text, at) =>
    (text ? inCell(index, table.inputs.length + at, () => allowed(valueOf(text), table.allowed[at])) : null));
}

function allowed(value, tests) {
  if (tests && !holds(tests, value)) throw new NotAllowed(String(value));
  return value;
}

function inCell(rule, column, work) {
  try {
    return work();
  } catch (cause) {
    throw new InCell(cause, rule, column);
  }
}
