"use strict";
// The way to the server: the token, asked for once and kept for this tab, and the buttons that steer.
const TOKEN = "reflux-token";
let asking = null;

/** Asks for the token; null if nobody gives one. */
function askForToken(why) {
  if (asking) return asking;
  const dialog = $("token-dialog");
  $("token-why").textContent = why;
  $("token").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  asking = new Promise(resolve => dialog.addEventListener("close", () => {
    asking = null;
    const given = dialog.returnValue === "ok" ? $("token").value.trim() : "";
    if (given) sessionStorage.setItem(TOKEN, given);
    resolve(given || null);
  }, { once: true }));
  return asking;
}
/** Fetches with the token, if there is one; asks for it when the server does. */
async function call(path, options = {}) {
  for (;;) {
    const token = sessionStorage.getItem(TOKEN);
    const headers = { ...options.headers, ...(token ? { Authorization: "Bearer " + token } : {}) };
    const response = await fetch(path, { ...options, headers, cache: "no-store" });
    if (response.status !== 401) return response;
    sessionStorage.removeItem(TOKEN);
    if (!await askForToken(token ? "That token is wrong." : "It stands in status.token, in the run's directory.")) return response;
  }
}
/** Hands every event's data to the reader until the stream ends. */
async function follow(path, reader) {
  const response = await call(path);
  if (!response.ok) throw new Error(response.status);
  const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await text.read(); !piece.done; piece = await text.read()) {
    const events = (rest + piece.value).split("\n\n");
    rest = events.pop();
    for (const event of events) for (const line of event.split("\n")) if (line.startsWith("data:")) reader(line.slice(5));
  }
}
async function steer(command, body) {
  const answer = $("answer"), buttons = [...document.querySelectorAll("#control button")];
  if (!sessionStorage.getItem(TOKEN) && !await askForToken("It stands in status.token, in the run's directory.")) return;
  buttons.forEach(b => { b.disabled = true; });
  answer.className = "soft";
  answer.textContent = command + " …";
  try {
    const response = await call("control/" + command, { method: "POST", body: JSON.stringify({ ...body, ...(command !== "stop" && $("for").value ? { task: $("for").value } : {}) }), headers: { "Content-Type": "application/json" } });
    const words = await response.json();
    answer.className = response.ok ? "good" : "bad";
    answer.textContent = words.sentence || words.error;
  } catch (e) {
    answer.className = "bad";
    answer.textContent = command + ": no answer";
  }
  buttons.forEach(b => { b.disabled = false; });
}
for (const command of ["pause", "resume", "checkpoint", "evaluate"]) $(command).addEventListener("click", () => steer(command));
$("rate-form").addEventListener("submit", event => {
  event.preventDefault();
  steer("learning-rate", { factor: Number($("factor").value) });
});
/** Stopping takes a second click. */
$("stop").addEventListener("click", () => {
  const button = $("stop");
  if (button.dataset.sure) { delete button.dataset.sure; button.textContent = "stop"; steer("stop"); return; }
  button.dataset.sure = "yes";
  button.textContent = "really stop?";
  setTimeout(() => { delete button.dataset.sure; button.textContent = "stop"; }, 5000);
});
