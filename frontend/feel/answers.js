// Every call from the server is answered with JSON text: {"ok": …} or {"problem": {kind, …where}}.
import { BadSyntax, NoSuchFunction } from './compile.js';
import { InCell, NotAllowed } from './tables.js';
import { NotData } from './values.js';

class At extends Error {
  constructor(cause, index) {
    super('at');
    Object.assign(this, { cause, index });
  }
}

export const answering = (work) => (...texts) => {
  try {
    return JSON.stringify({ ok: work(...texts) });
  } catch (failure) {
    return JSON.stringify({ problem: problemOf(failure) });
  }
};

/** Maps, and says at which place something failed. */
export const each = (items, work) => items.map((item, index) => {
  try {
    return work(item, index);
  } catch (cause) {
    throw new At(cause, index);
  }
});

/** What `work` finds, or {problem}. */
export function attempt(work) {
  try {
    return work();
  } catch (failure) {
    return { problem: problemOf(failure) };
  }
}

function problemOf(failure) {
  if (failure instanceof At) return { ...problemOf(failure.cause), index: failure.index };
  if (failure instanceof InCell) return { ...problemOf(failure.cause), rule: failure.rule, column: failure.column };
  if (failure instanceof BadSyntax) return { kind: 'syntax', text: failure.expression, from: failure.from };
  if (failure instanceof NoSuchFunction) return { kind: 'function', detail: failure.message };
  if (failure instanceof NotData) return { kind: 'not data', detail: failure.message };
  if (failure instanceof NotAllowed) return { kind: 'not allowed', detail: failure.message };
  if (failure instanceof RangeError) return { kind: 'too deep', detail: failure.message };
  return { kind: 'failed', detail: String(failure?.message ?? failure) };
}
