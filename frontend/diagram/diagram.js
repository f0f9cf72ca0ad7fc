// Where a case stands, on its diagram: <div data-diagram-island data-src data-open data-done data-failed data-label>.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { controls } from './controls.js';
import { showState, stateOf } from './state.js';

async function open(island) {
  const canvas = island.appendChild(Object.assign(document.createElement('div'), { className: 'diagram-canvas' }));
  const viewer = new NavigatedViewer({ container: canvas, zoomScroll: { enabled: false } });
  const state = stateOf(island.dataset);
  try {
    const diagram = await load(island.dataset.src);
    await inSight(island); // the tab may have been left while the diagram came
    await viewer.importXML(diagram);
    const names = showState(viewer, state);
    controls(island, viewer, state);
    describe(island, canvas, names);
    island.setAttribute('data-ready', '');
  } catch (why) {
    console.warn(why);
    viewer.destroy();
    canvas.remove();
    offerRetry(island);
  }
}

async function load(address) {
  const answer = await fetch(address, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.text();
}

function describe(island, canvas, openNames) {
  const label = island.dataset.label ?? '流程图';
  canvas.setAttribute('role', 'group');
  canvas.setAttribute('aria-label', openNames.length ? `${label}，当前环节：${openNames.join('、')}` : label);
}

function offerRetry(island) {
  const notice = document.createElement('div');
  notice.className = 'alert alert-warning m-2';
  notice.setAttribute('role', 'alert');
  const again = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm ms-2', textContent: '重新加载' });
  again.addEventListener('click', () => {
    notice.remove();
    open(island);
  });
  notice.append('流程图没有加载成功，不影响办理。', again);
  island.append(notice);
}

// A hidden canvas has no size to fit a diagram into: a diagram on a closed tab waits until it is seen.
function inSight(island) {
  return new Promise((resolve) => {
    const seen = new IntersectionObserver((entries) => {
      if (!island.clientWidth || !entries.at(-1).isIntersecting) return;
      seen.disconnect();
      resolve();
    });
    seen.observe(island);
  });
}

export function mountDiagrams(within = document) {
  for (const island of within.querySelectorAll('[data-diagram-island]:not([data-seen])')) {
    island.dataset.seen = '';
    inSight(island).then(() => open(island));
  }
}

mountDiagrams();
document.addEventListener('htmx:afterSettle', () => mountDiagrams());
