// FEEL text to a function, once. feelin offers only "parse and evaluate"; so the text is evaluated once as the body of a
// FEEL function, which parses it, and that function is called whenever a value is wanted. Free names are read from `scope`,
// the one object every compiled expression closes over.
import { evaluate, parseExpression } from 'feelin';

const KEEP = 4000;

// No prototype: feelin copies the contexts it recognises, and this one has to stay the same object.
const scope = Object.create(null);

export class BadSyntax extends Error {
  constructor(expression, from, to) {
    super('syntax');
    Object.assign(this, { expression, from, to });
  }
}

export class NoSuchFunction extends Error {}

/** Remembers what `make` made of a text; forgets the oldest beyond KEEP. */
export function remembering(make) {
  const kept = new Map();
  return (text) => {
    let made = kept.get(text);
    if (made === undefined) {
      made = make(text);
      if (kept.size >= KEEP) kept.delete(kept.keys().next().value);
      kept.set(text, made);
    }
    return made;
  };
}

/** From now on these are the names an expression finds. */
export function enter(names) {
  for (const name in scope) delete scope[name];
  for (const name of Object.keys(names)) scope[name] = names[name];
}

export function bind(name, value) {
  scope[name] = value;
}

/** Does the work with a few more names, and takes them away again. */
export function within(locals, work) {
  if (!locals) return work();
  const before = { ...scope };
  Object.assign(scope, locals);
  try {
    return work();
  } finally {
    enter(before);
  }
}

/** The tree of one FEEL expression; throws BadSyntax at the first place that can't be read. */
export function treeOf(expression) {
  return sound(parseExpression(expression, {}), expression);
}

export function sound(tree, text) {
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw new BadSyntax(text, node.from, node.to);
    }
  });
  if (!tree.topNode.firstChild) throw new BadSyntax(text, 0, text.length);
  return tree;
}

// The text is read alone first: "1) + (2" must not pass because of the brackets put around it.
const compiled = remembering((expression) => {
  treeOf(expression);
  const { value, warnings } = evaluate(`function(_) (\n${expression}\n)`, scope);
  return () => {
    warnings.length = 0;
    const result = value.fn();
    if (warnings.length) refuse(warnings.splice(0));
    return result;
  };
});

function refuse(warnings) {
  const missing = warnings.find(({ type }) => type === 'NO_FUNCTION_FOUND');
  if (missing) throw new NoSuchFunction(missing.message);
}

export const valueOf = (expression) => compiled(expression)();
