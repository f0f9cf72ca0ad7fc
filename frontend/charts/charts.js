// A chart of the table it stands beside: <figure data-chart-island="bar|line" data-label="…"><table>…</table></figure>.
// The first column names, the others are series. The table stays, folded away: it is what everybody can read.
import './charts.css';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { optionOf } from './options.js';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

function draw(island) {
  const table = island.querySelector('table');
  const data = read(table);
  if (!data.names.length || !data.series.length) return;
  const canvas = document.createElement('div');
  canvas.className = 'chart-canvas';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `${island.dataset.label}，数字见下面的表格`);
  if (island.dataset.chartIsland === 'bar') canvas.style.height = `${Math.max(8, 2.2 * data.names.length + 3)}rem`;
  island.insertBefore(canvas, island.firstChild);
  const chart = init(canvas, null, { renderer: 'svg' });
  chart.setOption(optionOf(island.dataset.chartIsland, data));
  new ResizeObserver(() => chart.resize()).observe(canvas);
  fold(island, table);
  island.setAttribute('data-ready', '');
}

function read(table) {
  const heads = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  return {
    names: rows.map((row) => row.cells[0].textContent.trim()),
    series: heads.map((name, index) => ({ name, values: rows.map((row) => Number(row.cells[index + 1].dataset.value ?? row.cells[index + 1].textContent) || 0) })),
  };
}

function fold(island, table) {
  const details = document.createElement('details');
  const summary = Object.assign(document.createElement('summary'), { textContent: '看数字' });
  const holder = table.closest('.table-responsive') ?? table;
  holder.replaceWith(details);
  details.append(summary, holder);
}

for (const island of document.querySelectorAll('[data-chart-island]')) draw(island);
