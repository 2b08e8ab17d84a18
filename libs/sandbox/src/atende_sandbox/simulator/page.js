// The simulator's page: a customer's phone on one side, what Meta does on the other.
"use strict";
// Everything a customer or an agent wrote is put in with textContent: it is never parsed as HTML.
const at = (id) => document.getElementById(id);
const TICKS = { accepted: "", held_for_quality_assessment: "held", sent: "✓", delivered: "✓✓", read: "✓✓", failed: "✕" };
let shown = "";
let listed = "";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

async function call(path, body, method = "POST") {
  const response = await fetch(path, body && { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const result = await response.json();
  if (!response.ok) throw new Error((result.details || []).map((item) => item.message).join("; ") || result.error);
  return result;
}

function say(text, bad) { at("note").textContent = text; at("note").className = bad ? "bad" : ""; }

function clock(iso) { return new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" }); }

// A customer with a username has no phone, only a user id of two letters, a dot and characters.
function userId() { const value = at("phone").value.trim(); return /^[A-Z]{2}\.\w+$/.test(value) ? value : null; }

function customer() { return userId() || at("phone").value.replace(/\D/g, ""); }

async function write(message) {
  try {
    const body = { phoneNumberId: at("number").value, ...(userId() ? { userId: userId() } : { from: customer() }), ...message };
    if (at("name").value.trim()) body.name = at("name").value.trim();
    say("Sending…");
    const result = await call("/_sim/inbound", { ...body, wait: true });
    say(result.acked ? `Webhook acknowledged in ${Math.round(result.ms)} ms` : `Not acknowledged (status ${result.status})`, !result.acked);
  } catch (error) { say(error.message, true); }
  refresh();
}

function renderCounters(summary) {
  const ack = summary.webhooks.ackMs.median;
  const items = [
    ["Accepted", summary.accepted], ["Duplicates", summary.duplicatesTotal, summary.duplicatesTotal > 0],
    ["Rejected", summary.rejected], ["From customers", summary.inbound], ["Updates acknowledged", summary.webhooks.ackedUpdates],
    ["Failed attempts", summary.webhooks.failedAttempts], ["Pending", summary.webhooks.pending], ["Median ack", ack === null ? "–" : `${Math.round(ack)} ms`],
  ];
  at("summary").textContent = `${summary.accepted.toLocaleString()} sent, ${summary.inbound.toLocaleString()} received`;
  at("counters").replaceChildren(...items.map(([label, value, bad]) => {
    const box = element("div", bad ? "bad" : "");
    box.append(element("dt", "", label), element("dd", "", typeof value === "number" ? value.toLocaleString() : value));
    return box;
  }));
}

function renderNumbers(numbers) {
  const select = at("number");
  const wanted = numbers.map((item) => item.phoneNumberId).join();
  if (select.dataset.ids === wanted) return;
  const chosen = select.value;
  select.dataset.ids = wanted;
  select.replaceChildren(...numbers.map((item) => {
    const option = element("option", "", `${item.verifiedName} ${item.displayPhoneNumber}`);
    option.value = item.phoneNumberId;
    return option;
  }));
  if (numbers.some((item) => item.phoneNumberId === chosen)) select.value = chosen;
}

function renderCustomers(conversations) {
  // Rebuilt only when something changed: otherwise the keyboard focus would be lost every second.
  const state = JSON.stringify([customer(), conversations.map((item) => [item.phone, item.userId, item.name, item.lastAt])]);
  if (state === listed) return;
  listed = state;
  const items = conversations.map((conversation) => {
    const last = conversation.messages[conversation.messages.length - 1];
    const button = element("button");
    button.type = "button";
    button.setAttribute("aria-current", String((conversation.phone || conversation.userId) === customer()));
    button.append(
      element("strong", "", conversation.name || conversation.phone || conversation.userId),
      element("time", "", clock(conversation.lastAt)),
      element("span", "", last ? last.text : ""),
    );
    button.addEventListener("click", () => {
      at("phone").value = conversation.phone ? "+" + conversation.phone : conversation.userId;
      at("name").value = conversation.name || "";
      showPane("chat");
      refresh();
    });
    const item = element("li");
    item.append(button);
    return item;
  });
  at("customers").replaceChildren(...(items.length ? items : [element("li", "empty", "No conversation yet")]));
}

function renderBubble(message) {
  const ours = message.direction === "inbound";
  const bubble = element("div", "bubble " + (ours ? "customer" : "business"), message.rendered || message.text);
  if (message.mediaId && ["image", "sticker"].includes(message.type)) {
    const picture = element("img");
    picture.src = `/_sim/media/${encodeURIComponent(message.mediaId)}`;
    picture.alt = message.type;
    bubble.prepend(picture);
  }
  const meta = element("span", "meta " + message.status);
  if (ours) {
    meta.append(element("b", "", message.status === "read" ? "✓✓" : "✓"));
  } else if (TICKS[message.status]) {
    meta.append(element("b", "", TICKS[message.status]));
  }
  const label = message.errorCode ? `failed ${message.errorCode}` : message.status;
  meta.append(`${label} · ${message.type === "text" ? "" : message.type + " · "}${clock(message.time)}`);
  if (message.options) {
    const options = element("div", "options");
    for (const option of message.options) {
      const button = element("button", "", option.title);
      button.type = "button";
      const answer = { list: "list_reply", button: "button_reply", quick_reply: "button", location: "location", flow: "flow_reply" }[option.kind];
      button.disabled = !answer;
      button.title = option.kind === "url" ? option.id : "";
      button.addEventListener("click", () => write({
        type: answer, replyTo: message.wamid,
        ...(answer === "button" ? { title: option.title, payload: option.id } : answer.endsWith("y") && answer !== "flow_reply" ? { id: option.id, title: option.title } : {}),
      }));
      options.append(button);
    }
    bubble.append(options);
  }
  bubble.append(meta);
  return bubble;
}

function renderChat(conversation) {
  const title = at("title");
  title.replaceChildren(at("name").value || at("phone").value, element("small", "", conversation && conversation.typing ? "typing…" : at("phone").value));
  const state = JSON.stringify([at("number").value, customer(), conversation && conversation.messages]);
  if (state === shown) return;
  shown = state;
  const chat = at("messages");
  const messages = conversation ? conversation.messages.map(renderBubble) : [];
  chat.replaceChildren(...(messages.length ? messages : [element("p", "empty", "Nothing here yet. Write the first message below.")]));
  chat.scrollTop = chat.scrollHeight;
}

async function refresh() {
  try {
    const [{ numbers }, summary] = await Promise.all([call("/_sim/numbers"), call("/_sim/summary")]);
    renderNumbers(numbers);
    if (at("number").value !== tuned) await showMeta();
    renderCounters(summary);
    const number = encodeURIComponent(at("number").value);
    const [{ conversations }, selected] = await Promise.all([
      call(`/_sim/conversations?phoneNumberId=${number}&limit=30`),
      call(`/_sim/conversations?phoneNumberId=${number}&customer=${encodeURIComponent(customer())}&limit=1`),
    ]);
    renderCustomers(conversations);
    renderChat(selected.conversations[0]);
    const ready = numbers.length > 0;
    document.querySelectorAll("#write button, #write input, #meta button, #meta input, #meta select").forEach((field) => { field.disabled = !ready; });
    if (!ready) say("No business number is registered yet.");
  } catch (error) { say(`The simulator does not answer: ${error.message}`, true); }
}

// --- what Meta does ---

const EVENTS = {
  quality: ["GREEN", "YELLOW", "RED"],
  messaging_limit: ["250", "2000", "10000", "100000", "-1"],
  throughput: ["STANDARD", "HIGH"],
  account: ["OK", "DISABLED", "RESTRICTED", "PAYMENT_ISSUE", "COUNTRY"],
  account_review: ["APPROVED", "REJECTED"],
  account_alert: ["INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED"],
  name: ["APPROVED", "DECLINED"],
  template_status: ["APPROVED", "REJECTED", "PAUSED", "DISABLED"],
  template_quality: ["GREEN", "YELLOW", "RED"],
  template_category: ["MARKETING", "UTILITY"],
  user_preference: ["stop", "resume"],
  security: ["PIN_CHANGED"],
  token_expired: [],
};
const PRESETS = ["healthy", "meta", "bad day", "silence", "no window"];
let tuned = null;

function words(name) { return name.replace(/([A-Z])|_/g, (_, letter) => " " + (letter || "").toLowerCase()).trim(); }

function report(text, bad) { at("outcome").textContent = text; at("outcome").className = bad ? "bad" : ""; }

function ofNumber(path) { return `${path}?phoneNumberId=${encodeURIComponent(at("number").value)}`; }

async function showMeta() {
  tuned = at("number").value;
  if (!tuned) return;
  const { inForce } = await call(ofNumber("/_sim/knobs"));
  // What is made of parts (delays, injected errors) is set over HTTP: docs/simulator.md.
  const simple = Object.entries(inForce).filter(([name, value]) => name !== "pairLimit" && (value === null || typeof value !== "object"));
  at("knobs").replaceChildren(...simple.map(knob));
  const number = (await call("/_sim/numbers")).numbers.find((item) => item.phoneNumberId === tuned);
  const { templates } = await call(`/_sim/templates/${encodeURIComponent(number.wabaId)}`);
  at("template").replaceChildren(...templates.map((item) => new Option(`${item.name} (${item.language})`, item.name)));
}

function knob([name, value]) {
  const input = element("input");
  const label = element("label", typeof value === "boolean" ? "tick" : "");
  if (typeof value === "boolean") {
    input.type = "checkbox";
    input.checked = value;
    label.append(input, words(name));
  } else {
    input.value = value ?? "";
    input.inputMode = typeof value === "string" ? "text" : "decimal";
    label.append(words(name), input);
  }
  input.addEventListener("change", () => {
    const text = input.value.trim();
    const isNumber = text !== "" && !Number.isNaN(Number(text));
    change({ [name]: input.type === "checkbox" ? input.checked : text === "" ? null : isNumber ? Number(text) : text });
  });
  return label;
}

async function change(knobs) {
  try {
    await call(ofNumber("/_sim/knobs"), knobs, "PUT");
    report(`${Object.keys(knobs).map(words).join(", ")}: changed.`);
  } catch (error) { report(error.message, true); }
  showMeta();
}

at("presets").replaceChildren(...PRESETS.map((name) => {
  const button = element("button", "", words(name));
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      await call(ofNumber(`/_sim/presets/${encodeURIComponent(name)}`), {}, "PUT");
      report(`The preset "${name}" is in force.`);
      showMeta();
    } catch (error) { report(error.message, true); }
  });
  return button;
}));

at("kind").replaceChildren(...Object.keys(EVENTS).map((kind) => new Option(words(kind), kind)));

function showEvent() {
  const kind = at("kind").value;
  at("value").value = EVENTS[kind][0] || "";
  at("value").disabled = EVENTS[kind].length === 0;
  at("values").replaceChildren(...EVENTS[kind].map((value) => new Option(value)));
  at("of-template").hidden = !kind.startsWith("template_");
}

at("kind").addEventListener("change", showEvent);
at("event").addEventListener("submit", async (event) => {
  event.preventDefault();
  const kind = at("kind").value;
  try {
    await call("/_sim/events", {
      phoneNumberId: at("number").value, kind, value: at("value").value,
      ...(kind.startsWith("template_") ? { template: at("template").value } : {}),
      ...(kind === "user_preference" ? { customer: customer() } : {}),
    });
    report(`${words(kind)}: it happened.`);
  } catch (error) { report(error.message, true); }
});
showEvent();

// --- the page ---

function showPane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === name));
}

for (const button of document.querySelectorAll("[data-show]")) button.addEventListener("click", () => showPane(button.dataset.show));
at("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value;
  if (!text.trim()) return;
  at("text").value = "";
  write({ type: "text", text });
});
document.querySelectorAll("[data-kind]").forEach((button) => button.addEventListener("click", () => {
  const kind = button.dataset.kind;
  const extra = kind === "button_reply" ? { id: "yes", title: "Yes" } : kind === "location" ? { locationName: "Avenida Paulista" } : {};
  write({ type: kind, ...extra });
}));
at("who").addEventListener("submit", (event) => event.preventDefault());
at("who").addEventListener("change", refresh);
(async function poll() { await refresh(); setTimeout(poll, document.hidden ? 5000 : 1000); })();
