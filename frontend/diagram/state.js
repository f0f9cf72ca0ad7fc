// Marks on the elements where the case stands, was, or failed: a colour, a line and a word each, never colour alone.

const WORDS = { open: '办理中', done: '✓', failed: '出错' };

export function stateOf({ open = '', done = '', failed = '' }) {
  const ids = (text) => text.split(',').map((id) => id.trim()).filter(Boolean);
  return { open: ids(open), done: ids(done), failed: ids(failed) };
}

// → the names of the elements where the case stands
export function showState(viewer, { open, done, failed }) {
  mark(viewer, without(done, [...open, ...failed]), 'done');
  mark(viewer, without(open, failed), 'open');
  mark(viewer, failed, 'failed');
  const registry = viewer.get('elementRegistry');
  return [...failed, ...open].map((id) => registry.get(id)?.businessObject.name).filter(Boolean);
}

function mark(viewer, ids, state) {
  const registry = viewer.get('elementRegistry');
  for (const id of ids.filter((known) => registry.get(known))) {
    viewer.get('canvas').addMarker(id, `stands-${state}`);
    const badge = Object.assign(document.createElement('span'), { className: `badge-${state}`, textContent: WORDS[state] });
    viewer.get('overlays').add(id, { position: { top: -11, right: state === 'done' ? 14 : 34 }, html: badge });
  }
}

function without(ids, others) {
  return ids.filter((id) => !others.includes(id));
}
