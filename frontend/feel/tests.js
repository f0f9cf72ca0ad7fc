// Unary tests, the language of decision-table cells: "-", `"A","B"`, `>= 3`, `[1..5]`, `not("A")`, `? > limit`.
import { evaluate, isRange, parseUnaryTests } from 'feelin';
import { bind, remembering, sound, valueOf } from './compile.js';

const equal = evaluate('function(a, b) a = b', {}).value.fn;

const READ_AS = {
  SimplePositiveUnaryTest: (node, own) => (node.firstChild.name === 'CompareOp' ? `? ${own}` : `? in ${own}`),
  BooleanLiteral: (node, own) => `? = ${own}`,
  null: () => '? = null'
};

export const testsTree = (text) => sound(parseUnaryTests(text, {}), text);

/** {any, negated, tests}: the tests as FEEL expressions over "?". */
const parsed = remembering((text) => {
  const top = testsTree(text).topNode;
  const first = top.firstChild.name;
  return { any: first === 'Wildcard', negated: first === 'not', tests: testsUnder(top, text) };
});

function testsUnder(node, text) {
  if (node.name === 'PositiveUnaryTest') return [ testOf(node.firstChild, text) ];
  const tests = [];
  for (let child = node.firstChild; child; child = child.nextSibling) tests.push(...testsUnder(child, text));
  return tests;
}

// A test that reads as a question about "?" has to answer true; any other is a value to compare with.
function testOf(node, text) {
  const own = text.slice(node.from, node.to);
  const question = READ_AS[node.name]?.(node, own);
  return question ? { text: question, asks: true } : { text: own, asks: false };
}

/** Whether a cell's text holds for the value that "?" stands for. */
export function holds(text, value) {
  const { any, negated, tests } = parsed(text);
  if (any) return true;
  bind('?', value);
  return tests.some((test) => meets(valueOf(test.text), value, test.asks)) !== negated;
}

function meets(result, value, asks) {
  if (typeof result === 'boolean' || asks) return result === true;
  if (Array.isArray(result)) return result.some((one) => same(one, value));
  if (isRange(result)) return result.includes(value) === true;
  return same(result, value);
}

const same = (one, value) =>
  (typeof one === 'string' && typeof value === 'string' ? one === value : equal(one, value) === true);
