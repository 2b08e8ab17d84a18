// The phone's linked devices, and what goes wrong on request.

import { at, attempt, button, call, element } from "./dom.js";

let shown = "";

export function renderDevices(accounts) {
  const state = JSON.stringify(accounts);
  if (state === shown) return;
  shown = state;
  const select = at("account");
  const chosen = select.value;
  select.replaceChildren(
    ...accounts.map(({ phone, name }) => new Option(`${name || "Account"} +${phone}`, phone)),
  );
  if (accounts.some(({ phone }) => phone === chosen)) select.value = chosen;
  const items = accounts.map(({ phone, name, connected, waiting }) => {
    const item = element("li");
    const state = connected ? "connected" : "not connected";
    item.append(element("strong", "", `${name || "Account"} +${phone}`));
    item.append(element("span", "hint", waiting ? `${state}, ${waiting} waiting for it` : state));
    const row = element("div", "row");
    const end = (how, code) => call("POST", "/api/end", { account: phone, how, code });
    row.append(
      button("Remove", () => attempt("outcome", () => end("unlink"), "The device was removed.")),
      button("Cut the connection", () => attempt("outcome", () => end("drop"), "The connection was cut.")),
      button("Log in elsewhere", () => attempt("outcome", () => end("stream"), "The device was replaced.")),
    );
    item.append(row);
    return item;
  });
  at("devices").replaceChildren(
    ...(items.length ? items : [element("li", "empty", "No device is linked yet")]),
  );
}

const FAULTS = {
  463: [{ acks: [{ error: "463", times: 1 }] }, "The next message is refused with 463."],
  silent: [{ acks: [{ silent: true, times: 1 }] }, "The next message gets no ack."],
  away: [{ unreachable: true }, "New connections are cut."],
};
for (const each of document.querySelectorAll("[data-fault]")) {
  each.addEventListener("click", () => {
    const [faults, done] = FAULTS[each.dataset.fault] ?? [];
    if (faults) attempt("outcome", () => call("PATCH", "/api/faults", faults), done);
    else attempt("outcome", () => call("DELETE", "/api/faults"), "Nothing goes wrong any more.");
  });
}
at("receipts").addEventListener("change", () => {
  const receipts = at("receipts").value;
  attempt("outcome", () => call("PATCH", "/api/settings", { receipts }), `Receipts: ${receipts}.`);
});
