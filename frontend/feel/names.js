// Which names an expression needs from outside: every variable it reads, less those it binds itself (for, some, every,
// function parameters, earlier entries of a context). One name too many is harmless, one too few is not.
import { treeOf } from './compile.js';

const BINDERS = new Set([ 'ForExpression', 'QuantifiedExpression', 'FunctionDefinition', 'Context' ]);
const CLOCK = new Set([ 'now', 'today' ]);

export function namesIn(expression, tree = treeOf(expression)) {
  const found = new Set();
  collect(tree.topNode, expression, new Set(), found);
  return [ ...found ];
}

function collect(node, text, bound, found) {
  if (node.name === 'Type') return;
  if (node.name === 'VariableName') {
    const name = nameOf(node, text);
    if (!bound.has(name)) found.add(name);
    return;
  }
  const inner = BINDERS.has(node.name) ? new Set(bound) : bound;
  const calls = node.name === 'FunctionInvocation';
  for (const child of childrenOf(node)) {
    if (calls && child.name === 'VariableName') called(nameOf(child, text), found);
    else collect(child, text, inner, found);
    boundBy(child, text).forEach((name) => inner.add(name));
  }
}

// Functions are never data, so what is called needs nothing from outside, except the time.
function called(name, found) {
  if (CLOCK.has(name)) found.add('calendar');
}

const nameOf = (node, text) => text.slice(node.from, node.to).replace(/\s+/g, ' ').trim();

// What a child makes known to the siblings that follow it.
function boundBy(node, text) {
  switch (node.name) {
  case 'InExpressions': return [ ...childrenOf(node).flatMap((child) => boundBy(child, text)), 'partial' ];
  case 'InExpression': return [ nameOf(node.firstChild, text) ];
  case 'FormalParameters': return childrenOf(node).map((child) => nameOf(child.firstChild, text));
  case 'ContextEntry': return [ nameOf(node.firstChild, text).replace(/^"|"$/g, '') ];
  default: return [];
  }
}

function childrenOf(node) {
  const children = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
