// The chats as contacts see them, and what contacts write.

import { at, attempt, button, call, clock, digits, element, say } from "./dom.js";
import { showPane } from "./panes.js";

const TICKS = { sent: "✓", delivered: "✓✓", read: "✓✓", played: "✓✓" };
let shown = "";
let listed = "";

export function renderChats(chats) {
  // Rebuilt only when something changed: otherwise the keyboard focus would be lost every second.
  const state = JSON.stringify([
    digits("contact"),
    chats.map((chat) => [chat.contact, chat.name, chat.lastAt]),
  ]);
  if (state === listed) return;
  listed = state;
  const items = chats.map((chat) => {
    const open = button("", () => {
      at("contact").value = `+${chat.contact}`;
      at("name").value = chat.name;
      showPane("chat");
    });
    open.setAttribute("aria-current", String(chat.contact === digits("contact")));
    const last = chat.messages.at(-1);
    open.append(
      element("strong", "", chat.name || chat.contact),
      element("time", "", clock(chat.lastAt)),
      element("span", "", last?.text ?? last?.type ?? ""),
    );
    const item = element("li");
    item.append(open);
    return item;
  });
  at("chats").replaceChildren(...(items.length ? items : [element("li", "empty", "No chat yet")]));
}

function renderBubble(message) {
  const isOurs = message.direction === "inbound";
  const text = message.text ?? (message.type === "conversation" ? "" : message.type);
  const bubble = element("div", `bubble ${isOurs ? "customer" : "business"}`, text);
  if (message.sequence && ["imageMessage", "stickerMessage"].includes(message.type)) {
    const picture = element("img");
    picture.src = `/api/journal/${message.sequence}/media`;
    picture.alt = message.type;
    bubble.prepend(picture);
  }
  const meta = element("span", `meta ${message.status}`);
  meta.append(element("b", "", TICKS[message.status] ?? ""), `${message.status} · ${clock(message.at)}`);
  bubble.append(meta);
  return bubble;
}

export function renderChat(chat) {
  const phone = at("contact").value;
  at("title").replaceChildren(
    at("name").value || phone,
    element("small", "", chat?.typing ? "typing…" : phone),
  );
  const state = JSON.stringify([at("account").value, digits("contact"), chat?.messages]);
  if (state === shown) return;
  shown = state;
  const bubbles = chat ? chat.messages.map(renderBubble) : [];
  const empty = element("p", "empty", "Nothing here yet. Write the first message below.");
  at("messages").replaceChildren(...(bubbles.length ? bubbles : [empty]));
  at("messages").scrollTop = at("messages").scrollHeight;
}

/** Who looks at a chat has read it. */
export function tellRead(chat) {
  if (!chat || document.hidden || at("receipts").value === "none") return;
  if (!at("chat").checkVisibility()) return;
  for (const { id, direction, status } of chat.messages) {
    if (direction === "outbound" && status !== "read") {
      call("POST", "/api/receipts", { id, type: "read" }).catch((error) => say("note", error.message, true));
    }
  }
}

function write(content, own = false) {
  const contact = digits("contact");
  const order = {
    account: at("account").value,
    content,
    from: own ? "phone" : contact,
    ...(own && { chat: contact }),
  };
  const work = async () => {
    await call("PUT", "/api/contacts", { phone: contact, name: at("name").value.trim() });
    await call("POST", "/api/messages", order);
  };
  return attempt("note", work, "");
}

at("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value;
  if (!text.trim()) return;
  at("text").value = "";
  write({ type: "text", text });
});
/** A small picture, drawn here: base64 of a JPEG. */
function picture() {
  const canvas = element("canvas");
  [canvas.width, canvas.height] = [320, 200];
  const context = canvas.getContext("2d");
  context.fillStyle = "#0b6b5d";
  context.fillRect(0, 0, 320, 200);
  context.fillStyle = "#ffffff";
  context.font = "24px sans-serif";
  context.fillText("A picture", 100, 108);
  return canvas.toDataURL("image/jpeg").split(",")[1];
}

const SAMPLES = {
  image: { type: "image", mimeType: "image/jpeg", caption: "A picture", data: picture() },
  document: {
    type: "document",
    mimeType: "text/plain",
    fileName: "note.txt",
    data: btoa("A document of the stub."),
  },
  location: { type: "location", latitude: -23.561, longitude: -46.656, name: "Avenida Paulista" },
};
for (const each of document.querySelectorAll("[data-kind]")) {
  each.addEventListener("click", () => {
    const sample = SAMPLES[each.dataset.kind];
    const text = at("text").value.trim() || "Written on the phone itself";
    if (sample) return write(sample);
    at("text").value = "";
    return write({ type: "text", text }, true);
  });
}
at("who").addEventListener("submit", (event) => event.preventDefault());
