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
function colour(name) {
  if (!order.includes(name)) order.push(name);
  return `var(${COLOURS[order.indexOf(name) % COLOURS.length]})`;
}

function ticks(low, high, count) {
  const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find(m => m * power >= rough * 0.999);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
}
/** Draws lines: series is a list of { name, points: [[x, y]…] }. */
function chart(host, series, options) {
  series = series.map(s => ({ ...s, points: s.points.filter(p => number(p[1]) && (!options.log || p[1] > 0)) })).filter(s => s.points.length);
  if (!series.length) { host.replaceChildren(make("div", { class: "none" }, options.empty)); return; }
  const W = Math.max(320, host.clientWidth || 640), H = 236, left = 52, right = 12, top = 8, bottom = 26;
  const scale = options.log ? Math.log10 : x => x;
  const xs = series.flatMap(s => s.points.map(p => p[0])), ys = series.flatMap(s => s.points.map(p => scale(p[1])));
  let x0 = Math.min(...xs), x1 = Math.max(...xs), y0 = Math.min(...ys), y1 = Math.max(...ys);
  if (x0 === x1) { x0 -= 0.5; x1 += 0.5; }
  if (options.zero) y0 = 0;
  const pad = (y1 - y0) * 0.06 || Math.abs(y1) * 0.1 || 1;
  if (!options.zero) y0 -= pad;
  y1 += pad;
  const X = x => left + (x - x0) / (x1 - x0) * (W - left - right), Y = y => H - bottom - (scale(y) - y0) / (y1 - y0) * (H - top - bottom);
  const svg = make("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": options.label });
  for (const y of ticks(y0, y1, 5)) {
    const value = options.log ? 10 ** y : y;
    svg.append(make("line", { class: "axis", x1: left, x2: W - right, y1: Y(value), y2: Y(value) }), make("text", { x: left - 7, y: Y(value) + 4, "text-anchor": "end" }, brief(value)));
  }
  for (const x of ticks(x0, x1, 6)) if (!options.whole || Number.isInteger(x)) svg.append(make("text", { x: X(x), y: H - 8, "text-anchor": "middle" }, options.x ? options.x(x) : brief(x)));
  for (const s of series) {
    const d = s.points.map((p, i) => (i ? "L" : "M") + X(p[0]).toFixed(1) + " " + Y(p[1]).toFixed(1)).join("");
    svg.append(make("path", { d, fill: "none", stroke: colour(s.name), "stroke-width": 1.8, "stroke-linejoin": "round" }));
    if (s.points.length === 1) svg.append(make("line", { x1: left, x2: W - right, y1: Y(s.points[0][1]), y2: Y(s.points[0][1]), stroke: colour(s.name), "stroke-dasharray": "5 4" }));
    if (s.points.length < 40) for (const p of s.points) svg.append(make("circle", { cx: X(p[0]), cy: Y(p[1]), r: 2.6, fill: colour(s.name) }));
  }
  const legend = make("div", { class: "legend" });
  if (options.legend !== false) for (const s of series) legend.append(make("span", {}, make("i", { style: `background:${colour(s.name)}` }), `${s.name}  ${brief(s.points[s.points.length - 1][1])}`));
  host.replaceChildren(svg, legend);
}
