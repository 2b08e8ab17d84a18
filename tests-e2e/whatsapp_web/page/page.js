// The phone, as a page: links devices, writes as contacts, and shows what the device answers.

import { renderChat, renderChats, tellRead } from "./chats.js";
import { renderDevices } from "./devices.js";
import { at, call, changed, digits, onChange, say } from "./dom.js";
import "./link.js";

async function refresh() {
  try {
    const { accounts } = await call("GET", "/api/accounts");
    renderDevices(accounts);
    const { chats } = await call("GET", `/api/chats?account=${encodeURIComponent(at("account").value)}`);
    renderChats(chats);
    const chat = chats.find((each) => each.contact === digits("contact"));
    renderChat(chat);
    tellRead(chat);
    for (const field of document.querySelectorAll("#write button, #write input"))
      field.disabled = !accounts.length;
    if (!accounts.length) say("note", "No device is linked yet.");
  } catch (error) {
    say("note", `The stub does not answer: ${error.message}`, true);
  }
}

onChange(refresh);
at("who").addEventListener("change", changed);
(async function poll() {
  await changed();
  setTimeout(poll, document.hidden ? 5000 : 1000);
})();
