"use strict";
const MOST = 1200;
const COLUMNS = [["plan", /^(plan|schedul|sampler)/], ["load", /^(load|intake)/], ["teach", /^(teach|lane|cache)/],
  ["train", /^(train|student)/], ["evaluate", /^(eval)/], ["journal", /./]];
const evaluated = status => ({ task: status.task, epochs: status.evaluatedEpochs, metrics: status.metrics });
let samples = [], evaluations = [], last = null;

/** The tasks at work: the status tells of the first one itself. */
const atWork = status => [status, ...status.beside];
function remember(status) {
  const before = samples[samples.length - 1], later = !before || status.seconds > before.seconds;
  for (const task of atWork(status)) {
    const now = evaluated(task), latest = evaluations.filter(e => e.task === task.task).pop();
    if (Object.keys(now.metrics).length && JSON.stringify(now) !== JSON.stringify(latest)) evaluations.push(now);
    if (later) samples.push({ seconds: status.seconds, task: task.task, epoch: task.epoch, step: task.step, loss: task.loss, imagesPerSecond: task.imagesPerSecond });
  }
  if (samples.length > 2 * MOST) samples = thinned(samples);
}
/** Every second instant, with what it has of each task. */
function thinned(all) {
  const kept = [...new Set(all.map(s => s.seconds))].filter((_, i) => i % 2 === 0), seconds = new Set(kept);
  return all.filter(s => seconds.has(s.seconds));
}
const share = metric => !metric.startsWith("dists@") && !metric.startsWith("rho_spectrum@");
const reading = (metric, x) => share(metric) ? (100 * x).toFixed(1) : x.toFixed(3);
function currentTask() {
  if ($("task").value) return $("task").value;
  if (last && samples.some(s => s.task === last.task && Object.keys(s.loss).length)) return last.task;
  for (let i = samples.length - 1; i >= 0; i--) if (Object.keys(samples[i].loss).length) return samples[i].task;
  return "";
}
/** Tasks that have losses may be chosen; unless one is, the one at work is drawn. */
function drawTasks() {
  const names = [...new Set(samples.filter(s => Object.keys(s.loss).length).map(s => s.task))], select = $("task");
  select.hidden = names.length < 2;
  if (["", ...names].join() === [...select.options].map(o => o.value).join()) return;
  const chosen = select.value;
  select.replaceChildren(make("option", { value: "" }, "task at work"), ...names.map(n => make("option", { value: n }, n)));
  select.value = names.includes(chosen) ? chosen : "";
}
function drawCurves() {
  const task = currentTask(), own = samples.filter(s => s.task === task);
  const names = [...new Set(own.flatMap(s => Object.keys(s.loss)))];
  chart($("loss"), names.map(name => ({ name, points: own.filter(s => name in s.loss).map(s => [s.step, s.loss[name]]) })),
    { log: $("log").checked, label: "Loss by step", empty: "No loss yet." });
  const rates = last && last.beside.length ? atWork(last).map(t => t.task) : [""];
  chart($("rate"), rates.map(name => ({ name: name || "images/s", points: samples.filter(s => !name || s.task === name).map(s => [s.seconds / 60, s.imagesPerSecond]) })),
    { zero: true, legend: rates.length > 1, label: "Images per second by minute", x: (m, all) => tickText(m, all) + " min", empty: "No images yet." });
}
/** The latest metrics of all tasks at work; a student that several have goes by task, too. */
function latestMetrics(known) {
  const measured = last ? atWork(last).filter(t => Object.keys(t.metrics).length) : [];
  if (measured.length < 2) return measured.length ? measured[0].metrics : known ? known.metrics : {};
  return Object.fromEntries(measured.flatMap(t => Object.entries(t.metrics).map(([student, values]) => [student === t.task ? student : `${t.task} · ${student}`, values])));
}
function drawEvaluations() {
  const select = $("metric"), names = [...new Set(evaluations.flatMap(e => Object.values(e.metrics).flatMap(Object.keys)))];
  if (names.join() !== [...select.options].map(o => o.value).join()) {
    const chosen = select.value;
    select.replaceChildren(...names.map(n => make("option", { value: n }, n)));
    select.value = names.includes(chosen) ? chosen : names.includes("map@r") ? "map@r" : names[0] || "";
  }
  select.hidden = !names.length;
  const task = currentTask(), lines = new Map(), unit = share(select.value) ? 100 : 1;
  for (const e of evaluations) for (const [student, values] of Object.entries(e.metrics)) if (select.value in values) {
    const level = !e.epochs[student], short = e.task === task || e.task === student ? student : `${e.task} · ${student}`;
    const taken = lines.get(short), name = taken && taken.level !== level ? `${student} of ${e.task}` : short;
    const line = lines.get(name) || lines.set(name, { name, points: [], level }).get(name);
    const before = line.points[line.points.length - 1], epoch = e.epochs[student];
    if (!before || before[0] !== epoch) line.points.push([epoch, values[select.value]]);
  }
  chart($("curve"), [...lines.values()], { whole: true, label: select.value + " by epoch", empty: "No evaluation yet.", shown: v => reading(select.value, v), tick: (y, all) => tickText(unit * y, all.map(v => unit * v)) });
  const known = evaluations[evaluations.length - 1], latest = latestMetrics(known), students = Object.keys(latest), columns = [...new Set(students.flatMap(s => Object.keys(latest[s])))];
  $("table").replaceChildren(students.length
    ? make("table", {}, make("tr", {}, make("th", {}, "shares in %"), ...students.map(s => make("th", {}, s))),
        ...columns.map(m => make("tr", {}, make("td", {}, m), ...students.map(s => make("td", {}, m in latest[s] ? reading(m, latest[s][m]) : "–")))))
    : make("div", { class: "none" }, "No evaluation yet."));
}
/** The column that holds up the others: the busiest, if it is busy at all. */
function bottleneck(groups) {
  const busy = groups.map(([name, stages]) => [name, Math.max(...stages.map(s => s.busyShare))]).filter(([name]) => name !== "evaluate" && name !== "journal");
  return busy.reduce((most, each) => each[1] > most[1] ? each : most, ["", 0.3])[0];
}
function waitsFor(name, stages, slowest) {
  if (stages.some(s => s.state === "hanging")) return "hangs";
  if (stages.some(s => s.state === "restarting")) return "begins afresh";
  if (name === slowest) return "the others wait for it";
  return slowest && name !== "evaluate" && name !== "journal" && Math.max(...stages.map(s => s.busyShare)) < 0.7 ? "waits for " + slowest : "";
}
function drawStage(s) {
  const fill = make("i"), box = make("div", { class: "stage " + s.state }), row = make("small", { title: `since its start ${brief(s.meanImagesPerSecond)} images/s` }, make("span", { class: "state" }, s.state), ` · ${brief(s.imagesPerSecond)} images/s`);
  fill.style.width = 100 * Math.min(1, s.busyShare) + "%";
  fill.style.background = s.busyShare > 0.9 ? "var(--b)" : "var(--a)";
  box.append(make("div", { class: "name" }, make("span", { title: [s.stage, s.device].filter(Boolean).join(" on ") }, last && last.beside.length ? `${s.task} · ${s.stage}` : s.stage), make("span", { title: `since its start ${percent(s.meanBusyShare)}` }, percent(s.busyShare))), make("div", { class: "bar" }, fill),
    row, make("small", {}, `${s.device ? s.device + " · " : ""}queue ${s.queueDepth} · tensors ${s.liveTensors}`));
  if (s.doing) box.append(make("small", s.state === "hanging" ? { class: "bad" } : {}, `${s.doing}, ${s.doingSeconds < 10 ? s.doingSeconds.toFixed(1) : Math.round(s.doingSeconds)} s`));
  if (s.failures) box.append(make("small", { class: "bad" }, `${s.failures} failure${s.failures > 1 ? "s" : ""} survived`));
  return box;
}
function drawMap(status) {
  const all = new Map(COLUMNS.map(([name]) => [name, []]));
  for (const stage of status.stages) all.get(COLUMNS.find(([, pattern]) => pattern.test(stage.stage))[0]).push(stage);
  const groups = [...all].filter(([, stages]) => stages.length), slowest = bottleneck(groups);
  $("map").replaceChildren(...groups.length ? groups.map(([name, stages]) => make("div", { class: "column" }, make("h3", {}, name),
    make("p", { class: "waits" }, waitsFor(name, stages, slowest)), ...stages.map(drawStage))) : [make("div", { class: "none" }, "No stage is up.")]);
}
/** Numbers of /metrics by name; those of one name are added up. */
function readMetrics(text) {
  const sums = new Map();
  for (const line of text.split("\n")) {
    const found = /^([a-z_0-9]+)(\{[^}]*\})? (\S+)$/.exec(line);
    if (!found) continue;
    const name = found[1] + (/area="heap"|id="direct"/.exec(found[2] || "") || [""])[0];
    sums.set(name, (sums.get(name) || 0) + Number(found[3]));
  }
  return sums;
}
function drawDevices(status, numbers) {
  const devices = new Map();
  for (const s of status.stages) if (s.device) devices.set(s.device, [...(devices.get(s.device) || []), s]);
  const resident = "process_resident_memory_bytes", onHost = devices.has("cpu") && numbers.has(resident);
  const gauges = new Map(status.devices.map(g => [g.device, g]));
  for (const device of gauges.keys()) if (!devices.has(device)) devices.set(device, []);
  const taken = g => [g.memoryUsedBytes >= 0 ? `${bytes(g.memoryUsedBytes)} of ${bytes(g.memoryBytes)} taken` : "memory not known", g.busyShare >= 0 ? percent(g.busyShare) + " busy" : "", g.name].filter(Boolean).join(" · ");
  const memory = device => gauges.has(device) ? taken(gauges.get(device)) : device !== "cpu" ? "memory not known" : onHost ? bytes(numbers.get(resident)) + " resident" : "";
  const rows = [...devices].sort().map(([device, stages]) => [device, [memory(device), `${stages.reduce((n, s) => n + s.liveTensors, 0)} native tensors`].filter(Boolean).join(" · "), stages.map(s => s.stage).join(", ")]);
  const known = (name, text, more) => { if (numbers.has(name)) rows.push([text, bytes(numbers.get(name)), more || ""]); };
  if (!onHost) known(resident, "memory of the process");
  known('jvm_memory_used_bytesarea="heap"', "Java heap", "of " + bytes(numbers.get('jvm_memory_max_bytesarea="heap"')));
  known('jvm_buffer_memory_used_bytesid="direct"', "direct buffers", `pixels ${bytes(status.bytesInFlight)}`);
  const disk = status.disk;
  if (disk.freeBytes >= 0) rows.push(["free on the disk", bytes(disk.freeBytes), disk.fullSeconds >= 0 ? `full in ${time(disk.fullSeconds)}, as it goes` : ""]);
  if (disk.checkpointTime >= 0) rows.push(["last checkpoint", time(Date.now() / 1000 - disk.checkpointTime) + " ago", ""]);
  $("devices").replaceChildren(make("table", { class: "words" }, ...rows.map(row => make("tr", {}, ...row.map(cell => make("td", {}, cell))))));
}
function drawFailures(status, lines) {
  const stages = status.stages.filter(s => s.failures || ["failed", "hanging", "restarting", "aside"].includes(s.state));
  const found = [...stages.map(s => `${s.stage}: ${s.state}${s.failures ? `, ${s.failures} failure${s.failures > 1 ? "s" : ""} survived` : ""}${s.doing ? `, at ${s.doing}` : ""}`), ...[status.diskTrouble, status.disk.foretold && `disk: ${status.disk.foretold}`].filter(Boolean), ...status.notes.slice().reverse(), ...lines.filter(line => /\b(WARN|ERROR)\b/.test(line)).slice(-20).reverse()];
  $("failures").replaceChildren(...found.length ? found.map(line => make("div", { class: /ERROR|failed|hanging|^disk: /.test(line) ? "bad" : "" }, line)) : [make("div", { class: "none" }, "None.")]);
}
/** The end of the log and the process's numbers: asked for now and then, while somebody looks. */
async function look() {
  if (last && !document.hidden) try {
    const log = "runs/" + encodeURIComponent(last.runDirectory.split("/").filter(Boolean).pop()) + "/log";
    const [tail, metrics] = await Promise.all([call(log + "?lines=500"), call("metrics")]);
    const lines = tail.ok ? (await tail.text()).trimEnd().split("\n") : [], pre = $("log-tail"), atEnd = pre.scrollTop + pre.clientHeight >= pre.scrollHeight - 8;
    pre.textContent = lines.slice(-200).join("\n");
    if (atEnd) pre.scrollTop = pre.scrollHeight;
    drawFailures(last, lines);
    if (metrics.ok) drawDevices(last, readMetrics(await metrics.text()));
  } catch (e) { /* the next look asks again */ }
  setTimeout(look, last ? 3000 : 500);
}
/** The other tasks at work, a bar each; and whom the buttons are for. */
function drawBeside(status) {
  $("beside").replaceChildren(...status.beside.map(t => {
    const share = t.steps ? Math.min(1, t.step / t.steps) : 0, fill = make("i"), losses = Object.values(t.loss).map(brief).join("/");
    fill.style.width = 100 * share + "%";
    return make("div", { class: "beside" }, make("div", { class: "head" }, make("b", {}, t.task), make("span", { class: "soft" },
      t.steps ? `epoch ${t.epoch} of ${t.epochs} · step ${t.step} of ${t.steps}${losses ? " · loss " + losses : ""} · ${t.etaSeconds >= 0 ? time(t.etaSeconds) + " to go" : "time to go unknown"}` : t.phase)), make("div", { class: "bar" }, fill));
  }));
  const select = $("for"), names = status.beside.length ? ["", ...atWork(status).map(t => t.task)] : [""];
  select.hidden = names.length < 2;
  if (names.join() === [...select.options].map(o => o.value).join()) return;
  const chosen = select.value;
  select.replaceChildren(...names.map(n => make("option", { value: n }, n || "all tasks")));
  select.value = names.includes(chosen) ? chosen : "";
}
function drawHead(status) {
  document.title = `${status.steps ? percent(status.step / status.steps) + " · " : ""}${status.pipeline} · Reflux`;
  $("pipeline").textContent = status.pipeline;
  $("state").textContent = status.state;
  $("state").className = "pill " + status.state;
  $("doing").textContent = atWork(status).map(t => [t.task, t.phase].filter(Boolean).join(" · ")).join(", ");
  drawBeside(status);
  $("directory").textContent = status.runDirectory;
  const share = status.steps ? Math.min(1, status.step / status.steps) : 0;
  $("progress").firstElementChild.style.width = 100 * share + "%";
  $("progress").setAttribute("aria-valuenow", Math.round(100 * share));
  $("progress-text").textContent = status.steps ? `${status.beside.length ? status.task + " · " : ""}epoch ${status.epoch} of ${status.epochs} · step ${status.step} of ${status.steps} · ${percent(share)}` : status.task ? `${status.task}: ${status.phase}` : "between tasks";
  $("eta").textContent = `${time(status.seconds)} so far · ${status.etaSeconds >= 0 ? time(status.etaSeconds) + " to go in this task" : "time to go unknown"}`;
  const hits = ({ hits, misses }) => hits + misses ? percent(hits / (hits + misses)) : "–";
  const facts = [["images/s", brief(status.imagesPerSecond)], ...Object.entries(status.loss).slice(0, 4).map(([k, v]) => ["loss · " + k, brief(v)]),
    [`in flight, of ${bytes(status.bytesAllowed)}`, bytes(status.bytesInFlight)], ...Object.entries(status.caches).filter(([name]) => name.startsWith("cache")).map(([name, counts]) => ["hits · " + name, hits(counts)]), ["live native tensors", String(status.liveTensors)]];
  $("facts").replaceChildren(...facts.map(([name, value]) => make("div", { class: "fact" }, make("b", {}, value), make("span", {}, name))));
}
function draw() { if (!last) return; drawHead(last); drawMap(last); drawTasks(); drawCurves(); drawEvaluations(); }

/** A task's last evaluation may be in no event: the next task has begun by then. */
async function catchUp() {
  try { evaluations = (await (await call("history")).json()).evaluations; draw(); } catch (e) { /* at the next task */ }
}
function heard(data) {
  const before = last;
  last = JSON.parse(data);
  remember(last);
  if (before && before.task !== last.task) catchUp();
  if (!document.hidden) draw();
}
async function begin() {
  try {
    const history = await (await call("history")).json();
    samples = history.samples; evaluations = history.evaluations;
  } catch (e) { /* the events will do */ }
  for (;;) {
    try { await follow("events", heard); } catch (e) { /* asked again below */ }
    if (last && ["done", "failed", "stopped", "stopping"].includes(last.state)) return;
    $("state").textContent = "no answer"; $("state").className = "pill lost";
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
}
$("log").addEventListener("change", draw); $("metric").addEventListener("change", draw); $("task").addEventListener("change", draw);
addEventListener("resize", draw); document.addEventListener("visibilitychange", draw);
begin(); look();
