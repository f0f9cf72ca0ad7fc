// One decision table in one call: the inputs once, every rule's cells, and the outputs of the rules that hold.
import { bind, valueOf } from './compile.js';
import { holds } from './tests.js';

export class InCell extends Error {
  constructor(cause, rule, column) {
    super('cell');
    Object.assign(this, { cause, rule, column });
  }
}

/**
 * table: {inputs: [expression], rules: [{when: [unary tests], then: [expression]}], first: stop at the first rule that holds}
 * Returns {inputs: [value], hits: [{rule: index, outputs: [value]}]}.
 */
export function matchesOf(table) {
  const inputs = table.inputs.map((expression, column) => inCell(null, column, () => valueOf(expression)));
  const hits = [];
  for (const [ index, rule ] of table.rules.entries()) {
    if (!allHold(rule.when, inputs, index)) continue;
    hits.push({ rule: index, outputs: outputsOf(rule, index, inputs.length) });
    if (table.first) break;
  }
  return { inputs, hits };
}

const allHold = (when, inputs, index) =>
  when.every((text, column) => text === '-' || inCell(index, column, () => holds(text, inputs[column])));

function outputsOf(rule, index, width) {
  bind('?', null);
  return rule.then.map((text, column) => (text ? inCell(index, width + column, () => valueOf(text)) : null));
}

function inCell(rule, column, work) {
  try {
    return work();
  } catch (cause) {
    throw new InCell(cause, rule, column);
  }
}
