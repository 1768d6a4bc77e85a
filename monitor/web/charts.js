// Charts out of the tables beneath them, drawn by uPlot (MIT, uplot.LICENSE); without scripts a drawing of the server
// and the table stand in their place.
"use strict";

const english = document.documentElement.lang === "en";
const locale = english ? "en-GB" : "vi-VN";
const ZONE = "Asia/Ho_Chi_Minh";
const dayOf = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", timeZone: ZONE });
const timeOf = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE });
const wholeOf = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short", hourCycle: "h23", timeZone: ZONE });
const DAY = 86400;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function told(unit) {
  const digits = unit === "count" ? 0 : 2;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const sign = unit === "ratio" ? " %" : unit === "ms" ? " ms" : "";
  const times = unit === "ratio" ? 100 : 1;
  return (value) => (value === null || value === undefined ? "–" : number.format(value * times) + sign);
}

// Rows of a table: the first cell is the time (seconds), the others are values; missing is null. A step has two times.
function columnsOf(table, steps) {
  let rows = Array.from(table.tBodies[0].rows).map((row) => ({
    line: row.dataset.line ?? "",
    values: Array.from(row.cells).filter((cell) => cell.dataset.value !== undefined)
      .map((cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value))),
  }));
  if (steps) {
    rows = rows.flatMap(({ line, values: [from, to, ...rest] }) => (
      from === to ? [{ line, values: [from, ...rest] }] : [{ line, values: [from, ...rest] }, { line, values: [to, ...rest] }]));
  }
  rows.sort((one, other) => one.values[0] - other.values[0]);
  return rows;
}

// Between two points that no line may join stands one without a value.
function parted(rows, longest) {
  const found = [], breaks = [];
  rows.forEach((row, number) => {
    const before = rows[number - 1];
    if (before && (before.line !== row.line || row.values[0] - before.values[0] > longest)) {
      const middle = (before.values[0] + row.values[0]) / 2;
      found.push([middle, ...row.values.slice(1).map(() => null)]);
      if (before.line !== row.line) breaks.push(middle);
    }
    found.push(row.values);
  });
  return { data: found[0].map((_, column) => found.map((values) => values[column])), breaks };
}

// The parts of a whole one upon the other: the last one is drawn first, as high as all together.
function stacked(data) {
  const sums = data[0].map(() => 0);
  return [data[0], ...data.slice(1).map((part) => part.map((value, at) => (sums[at] += value ?? 0)))];
}

function axes(unit) {
  const ink = colour("--quiet"), grid = { stroke: colour("--hair"), width: 1 };
  const times = (plot, splits) => {
    if (plot.times) return splits.map((at) => (plot.times[at] === undefined ? "" : timeOf.format(plot.times[at] * 1000)));
    const short = plot.scales.x.max - plot.scales.x.min < 2 * DAY;
    return splits.map((at) => (short ? timeOf : dayOf).format(at * 1000));
  };
  const say = told(unit);
  return [
    { stroke: ink, grid, ticks: grid, values: times, space: 60 },
    { stroke: ink, grid, ticks: grid, values: (_plot, splits) => splits.map(say), size: 70 },
  ];
}

function seriesOf(figure, names) {
  const kind = figure.dataset.chart, say = told(figure.dataset.unit);
  const time = { label: english ? "Time" : "Lúc", value: (plot, at) => (at === null ? "–" : wholeOf.format((plot.times ? plot.times[at] : at) * 1000)) };
  const strong = { stroke: colour("--fill-blue"), width: 2, points: { size: 5 } };
  const thin = { stroke: colour("--fill-grey"), width: 1, points: { show: false } };
  const lines = names.map((label, number) => {
    const value = (plot, shown, series, at) => say(plot.parts ? plot.parts[series][at] : shown);
    if (kind !== "phases") return { label, value, ...(number === 0 ? strong : thin) };
    const fill = colour(`--phase-${number}`);
    return { label, value, stroke: fill, fill, width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.8, 20] }) };
  });
  return [time, ...lines];
}

function mark(breaks) {
  return (plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour("--bad");
    ctx.setLineDash([4, 4]);
    for (const at of breaks) {
      const x = Math.round(plot.valToPos(at, "x", true));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  };
}

function draw(figure) {
  const table = figure.querySelector("details table");
  const rows = columnsOf(table, figure.dataset.chart === "steps");
  if (rows.length < 2) return;
  const names = Array.from(table.tHead.rows[0].cells).filter((cell) => cell.dataset.series !== undefined)
    .map((cell) => cell.textContent.trim());
  const { data, breaks } = parted(rows, Number(figure.dataset.gap ?? Infinity));
  const place = figure.querySelector(".drawing") ?? figure.insertBefore(document.createElement("div"), figure.querySelector("svg"));
  place.className = "drawing";
  place.setAttribute("aria-hidden", "true");
  place.replaceChildren();
  const phases = figure.dataset.chart === "phases";
  const series = seriesOf(figure, names);
  const options = {
    width: Math.max(place.clientWidth, 240), height: 220, series, axes: axes(figure.dataset.unit),
    scales: { y: { range: (_plot, least, most) => (phases ? [0, most * 1.05 || 1] : around(least, most)) } },
    bands: names.length === 3 && !phases ? [{ series: [3, 2], fill: colour("--band") }] : [],
    cursor: { drag: { x: false, y: false } }, hooks: { draw: [mark(breaks)] },
  };
  if (phases) {
    // the highest sum first, so that each part stands before those above it
    options.series = [series[0], ...series.slice(1).reverse()];
    const sums = stacked(data);
    options.scales.x = { time: false, range: (_plot, least, most) => [least - 0.6, Math.max(most, 11) + 0.6] };
    options.axes[0].incrs = [1, 2, 3, 6, 12, 24];
    options.hooks.init = [(plot) => {
      plot.times = data[0]; // looks stand side by side, however much time lay between them
      plot.parts = [data[0], ...data.slice(1).reverse()];
    }];
    new uPlot(options, [data[0].map((_, number) => number), ...sums.slice(1).reverse()], place);
  } else {
    new uPlot(options, data, place);
  }
  figure.classList.add("drawn");
}

// A flat line stands in the middle, and a small change is not made to look like a large one.
function around(least, most) {
  const span = Math.max(most - least, Math.abs(most) * 0.05, 0.01), middle = (least + most) / 2;
  return [middle - span * 0.6, middle + span * 0.6];
}

function drawAll() {
  for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
}

let width = 0;
new ResizeObserver(() => {
  if (document.body.clientWidth === width) return;
  width = document.body.clientWidth;
  drawAll();
}).observe(document.body);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
