"use strict";
// What the dashboard and reports draw with: numbers as text, elements, and line charts.
const COLOURS = ["--a", "--b", "--c", "--d", "--e", "--f", "--g", "--h"];
const order = [];
const $ = id => document.getElementById(id);

const number = x => typeof x === "number" && Number.isFinite(x);
function brief(x) {
  if (!number(x)) return "–";
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return x.toExponential(2);
  return x.toFixed(size >= 100 || Number.isInteger(x) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4);
}
function bytes(x) { for (const unit of ["B", "KiB", "MiB", "GiB"]) { if (x < 1024 || unit === "GiB") return (x < 10 && unit !== "B" ? x.toFixed(1) : Math.round(x)) + " " + unit; x /= 1024; } }
function time(s) {
  if (!number(s) || s < 0) return "–";
  s = Math.round(s);
  const d = Math.floor(s / 86400), h = Math.floor(s / 3600) % 24, m = Math.floor(s / 60) % 60;
  return d ? `${d} d ${h} h` : h ? `${h} h ${m} min` : m ? `${m} min ${s % 60} s` : `${s} s`;
}
const percent = x => Math.round(100 * x) + " %";
function make(tag, attributes, ...children) {
  const svg = ["svg", "path", "line", "text", "circle", "g"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
/** A name's place among all that were drawn: it has one colour on the whole page. */
function place(name) {
  if (!order.includes(name)) order.push(name);
  return order.indexOf(name);
}
const colour = name => `var(${COLOURS[place(name) % COLOURS.length]})`;
/** How a line is drawn: beyond the last colour they come again, dotted. */
const stroke = s => s.level ? { stroke: "var(--soft)", "stroke-dasharray": "6 4" } : { stroke: colour(s.name), ...(place(s.name) >= COLOURS.length ? { "stroke-dasharray": "2 3" } : {}) };

function ticks(low, high, count) {
  const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find(m => m * power >= rough * 0.999);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
}
/** The round numbers of a logarithmic axis, from exponents of ten. */
function logTicks(low, high) {
  const within = steps => {
    const found = [];
    for (let e = Math.floor(low); e <= Math.ceil(high); e++) for (const m of steps) found.push(m * 10 ** e);
    return found.filter(v => Math.log10(v) >= low && Math.log10(v) <= high);
  };
  const choices = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]].map(within);
  return choices.find(c => c.length >= 3) || ticks(10 ** low, 10 ** high, 4);
}
/** A number on an axis, with as many digits as its neighbours need to differ. */
function tickText(x, all) {
  if (x !== 0 && (Math.abs(x) < 1e-4 || Math.abs(x) >= 1e6)) return x.toExponential(0);
  const step = all.length > 1 ? Math.abs(all[1] - all[0]) : Math.abs(x) || 1;
  const digits = all.some(v => Math.abs(v / step - Math.round(v / step)) > 1e-6) ? 1 - Math.floor(Math.log10(Math.abs(x) || 1)) : -Math.floor(Math.log10(step) + 1e-9);
  return String(Number(x.toFixed(Math.min(8, Math.max(0, digits)))));
}
/**
 * Draws lines: series is a list of { name, points: [[x, y]…], level }. Those of one name are drawn alike (runs that
 * differ in their seed) and have one word in the legend; a level is a dashed line across, as a teacher's.
 */
function chart(host, series, options) {
  series = series.map(s => ({ ...s, points: s.points.filter(p => number(p[1]) && (!options.log || p[1] > 0)) })).filter(s => s.points.length);
  if (!series.length) { host.replaceChildren(make("div", { class: "none" }, options.empty)); return; }
  const W = Math.max(260, host.clientWidth || 640), H = options.height || 236, left = 46, right = 12, top = 8, bottom = 26;
  const scale = options.log ? Math.log10 : x => x, shown = options.shown || brief;
  const moving = series.some(s => !s.level) ? series.filter(s => !s.level) : series;
  const xs = moving.flatMap(s => s.points.map(p => p[0])), ys = series.flatMap(s => s.points.map(p => scale(p[1])));
  let x0 = Math.min(...xs), x1 = Math.max(...xs), y0 = Math.min(...ys), y1 = Math.max(...ys);
  if (x0 === x1) { x0 -= 0.5; x1 += 0.5; }
  if (options.zero) y0 = 0;
  const pad = (y1 - y0) * 0.06 || Math.abs(y1) * 0.1 || 1;
  if (!options.zero) y0 -= pad;
  y1 += pad;
  const X = x => left + (x - x0) / (x1 - x0) * (W - left - right), Y = y => H - bottom - (scale(y) - y0) / (y1 - y0) * (H - top - bottom);
  const svg = make("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": options.label });
  const lines = options.log ? logTicks(y0, y1) : ticks(y0, y1, 5);
  for (const y of lines) svg.append(make("line", { class: "axis", x1: left, x2: W - right, y1: Y(y), y2: Y(y) }), make("text", { x: left - 7, y: Y(y) + 4, "text-anchor": "end" }, (options.tick || tickText)(y, lines)));
  const across = ticks(x0, x1, Math.min(6, Math.round(W / 90))).filter(x => !options.whole || Number.isInteger(x));
  for (const x of across) svg.append(make("text", { x: X(x), y: H - 8, "text-anchor": x === across[across.length - 1] && X(x) > W - 30 ? "end" : "middle" }, (options.x || tickText)(x, across)));
  for (const s of series) {
    if (s.level) { const y = Y(s.points[s.points.length - 1][1]); svg.append(make("line", { x1: left, x2: W - right, y1: y, y2: y, "stroke-width": 1.5, ...stroke(s) })); continue; }
    const d = s.points.map((p, i) => (i ? "L" : "M") + X(p[0]).toFixed(1) + " " + Y(p[1]).toFixed(1)).join("");
    svg.append(make("path", { d, fill: "none", "stroke-width": series.length > 12 ? 1.2 : 1.8, "stroke-linejoin": "round", ...stroke(s) }));
    if (s.points.length < 40) for (const p of s.points) svg.append(make("circle", { cx: X(p[0]), cy: Y(p[1]), r: series.length > 12 ? 1.8 : 2.6, fill: colour(s.name) }));
  }
  const legend = make("div", { class: "legend" });
  if (options.legend !== false) for (const name of new Set(series.map(s => s.name))) {
    const own = series.filter(s => s.name === name), mark = make("svg", { viewBox: "0 0 18 4", class: "mark" }, make("line", { x1: 0, x2: 18, y1: 2, y2: 2, "stroke-width": 3, ...stroke(own[0]) }));
    const ends = own.map(s => s.points[s.points.length - 1][1]);
    legend.append(make("span", {}, mark, `${name}  ${shown(ends.reduce((a, b) => a + b, 0) / ends.length)}${own.length > 1 ? ` (mean of ${own.length})` : ""}`));
  }
  host.replaceChildren(svg, legend);
}
