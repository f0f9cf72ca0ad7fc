// What ECharts is told for each kind of chart. Colours differ in lightness too, for who can't tell hues apart.
const COLOURS = ['#1a5fb4', '#8a5a00', '#2b8a5a', '#7a3fa0', '#a61b1b', '#5c6773', '#3f8fd9', '#c58b1f'];
const TEXT = { color: '#182433', fontSize: 13 };

export function optionOf(kind, data) {
  const common = {
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: 'inherit' },
    tooltip: { renderMode: 'richText', confine: true, trigger: 'axis' },
  };
  return { ...common, ...{ bar, line }[kind](data) };
}

function bar({ names, series }) {
  return {
    grid: { left: 128, right: 40, top: 8, bottom: 28 },
    xAxis: { type: 'value', minInterval: 1, axisLabel: TEXT, splitNumber: 4 },
    yAxis: { type: 'category', inverse: true, data: names, axisLabel: { ...TEXT, width: 112, overflow: 'break', interval: 0 } },
    series: series.map(({ name, values }) => ({ type: 'bar', name, data: values, barMaxWidth: 22, label: { show: true, position: 'right', ...TEXT } })),
  };
}

function line({ names, series }) {
  return {
    legend: { top: 0, textStyle: TEXT },
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: names, axisLabel: TEXT },
    yAxis: { type: 'value', minInterval: 1, axisLabel: TEXT },
    series: series.map(({ name, values }, index) => ({ type: 'line', name, data: values, symbol: ['circle', 'rect', 'triangle'][index % 3], symbolSize: 8 })),
  };
}
