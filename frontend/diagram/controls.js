// Buttons on the diagram; the wheel belongs to the page until somebody has clicked into the diagram.

const READABLE = 0.75;

export function controls(island, viewer, { open, failed }) {
  const canvas = viewer.get('canvas');
  const here = [...failed, ...open].find((id) => viewer.get('elementRegistry').get(id));
  const bar = Object.assign(document.createElement('div'), { className: 'diagram-controls btn-group' });
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', '流程图缩放');
  bar.append(
    button('放大', '+', () => viewer.get('zoomScroll').stepZoom(1)),
    button('缩小', '−', () => viewer.get('zoomScroll').stepZoom(-1)),
    button('看全图', '全图', () => seeAll(canvas)),
  );
  if (here) bar.append(button('看当前环节', '当前', () => lookAt(viewer, here)));
  island.append(bar);
  island.addEventListener('pointerdown', () => viewer.get('zoomScroll').toggle(true));
  island.addEventListener('pointerleave', () => viewer.get('zoomScroll').toggle(false));
  seeAll(canvas);
  if (here && canvas.zoom() < READABLE / 2) lookAt(viewer, here);
}

function seeAll(canvas) {
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() < 1) canvas.zoom(canvas.zoom() * 0.96, 'auto');
}

function lookAt(viewer, id) {
  const canvas = viewer.get('canvas');
  const { x, y, width, height } = viewer.get('elementRegistry').get(id);
  const { width: seenWidth, height: seenHeight } = canvas.getSize();
  const [shownWidth, shownHeight] = [seenWidth / READABLE, seenHeight / READABLE];
  canvas.viewbox({ x: x + width / 2 - shownWidth / 2, y: y + height / 2 - shownHeight / 2, width: shownWidth, height: shownHeight });
}

function button(label, text, action) {
  const element = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm', textContent: text });
  element.setAttribute('aria-label', label);
  element.title = label;
  element.addEventListener('click', action);
  return element;
}
