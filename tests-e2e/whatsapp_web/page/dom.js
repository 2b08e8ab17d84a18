// What the page's parts share: elements, calls of the stub, and saying how they went.
// Everything that people wrote is put in with textContent: it is never parsed as HTML.

export const at = (id) => document.getElementById(id);
export const digits = (id) => at(id).value.replace(/\D/g, "");
const listeners = [];

/** Have something called after each attempt to change something. */
export function onChange(listener) {
  listeners.push(listener);
}

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(text, act, className) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export async function call(method, path, body) {
  const init = body
    ? { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
    : { method };
  const response = await fetch(path, init);
  const result = await response.json();
  if (!response.ok) throw new Error(result.error);
  return result;
}

export function say(id, text, bad = false) {
  at(id).textContent = text;
  at(id).className = bad ? "bad" : "";
}

/** Have the page shown as things are now. */
export async function changed() {
  for (const listener of listeners) await listener();
}

/** Do something, and say how it went. */
export async function attempt(id, work, done) {
  try {
    await work();
    say(id, done);
  } catch (error) {
    say(id, error.message, true);
  }
  await changed();
}

export function clock(iso) {
  return new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
