import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { fileOf, messageOf } from "../../testing/messages-of";
import { render } from "../../testing/render";
import { Entry } from "./Entry";
import { MessageBubble } from "./MessageBubble";
import { type Message, shapeOf } from "./message";
import { type ConversationNames, NamesContext } from "./people";

const names: ConversationNames = {
  me: "me",
  contact: "Bia Souza",
  user: (id) => ({ me: "Rui", ana: "Ana Lima" })[id],
  queue: (id) => ({ q1: "Vendas" })[id],
  tag: (id) => ({ g1: "Urgente" })[id],
  quoted: (id) => (id === "wamid.1" ? messageOf("text", { text: "*Tem* pão?" }) : undefined),
};

const show = (
  message: Message,
  more: Partial<Parameters<typeof MessageBubble>[0]> = {},
  locale: "pt" | "en" = "pt",
) =>
  render(
    <NamesContext value={names}>
      {shapeOf(message) === "entry" ? (
        <Entry message={message} />
      ) : (
        <MessageBubble message={message} {...more} />
      )}
    </NamesContext>,
    { locale, messages: ["sharedUiConversation"] },
  );

describe("what every kind shows", () => {
  it.each<[string, Message, RegExp | string]>([
    ["a text", messageOf("text", { text: "*Oi*" }), "Oi"],
    [
      "a place",
      messageOf("location", { content: { location: { latitude: 1, longitude: 2, name: "Praça" } } }),
      "Praça",
    ],
    [
      "contacts",
      messageOf("contacts", {
        content: { contacts: [{ name: { formattedName: "Zé" }, phones: [{ phone: "+55 11 9" }] }] },
      }),
      "+55 11 9",
    ],
    [
      "a choice of a button",
      messageOf("interactive", {
        content: { interactive: { type: "button_reply", buttonReply: { id: "1", title: "Sim" } } },
      }),
      "Sim",
    ],
    [
      "a choice of a list",
      messageOf("interactive", {
        content: { interactive: { type: "list_reply", listReply: { id: "1", title: "Azul" } } },
      }),
      "Azul",
    ],
    [
      "what was asked",
      messageOf("interactive", {
        direction: "out",
        content: {
          interactive: { body: "Qual?", action: { type: "button", buttons: [{ id: "a", title: "Pix" }] } },
        },
      }),
      "Pix",
    ],
    [
      "a form",
      messageOf("interactive", {
        content: {
          interactive: { type: "nfm_reply", nfmReply: { responseJson: '{"cpf":"1","flow_token":"x"}' } },
        },
      }),
      "cpf",
    ],
    ["a button of a template", messageOf("button", { text: "Quero" }), "Quero"],
    ["a template", messageOf("template", { direction: "out", text: "Olá, Bia" }), "Olá, Bia"],
    [
      "a template of unknown text",
      messageOf("template", {
        direction: "out",
        content: { template: { name: "oferta", language: "pt_BR" } },
      }),
      "Modelo oferta",
    ],
    [
      "an order",
      messageOf("order", {
        content: { order: { productItems: [{ productRetailerId: "SKU1", quantity: 2 }] } },
      }),
      /2 × SKU1/,
    ],
    ["a missed call", messageOf("call", { content: { call: { missed: true } } }), "Chamada perdida"],
    ["a call", messageOf("call", { origin: "activity" }), "O cliente ligou"],
    [
      "a new number",
      messageOf("system", { origin: "activity", text: "Bia mudou de número" }),
      "Bia mudou de número",
    ],
    [
      "a member of a group",
      messageOf("system", {
        content: { system: { type: "group_participant_add", about: ["+5511900001111"] } },
      }),
      "Entrou no grupo: +5511900001111",
    ],
    [
      "what was not decrypted",
      messageOf("unsupported", { content: { unsupported: { type: "undecrypted" } } }),
      /ainda não pôde ser descriptografada/,
    ],
    [
      "what it does not know",
      messageOf("unsupported", { content: { unsupported: { type: "poll" } } }),
      /\(poll\) não pode/,
    ],
    ["a kind of the future", messageOf("hologram" as "text", {}), /\(hologram\) não pode/],
    ["an old file", messageOf("media_placeholder"), /Arquivo antigo/],
    ["a file to come", messageOf("image", { media: fileOf({ status: "pending" }) }), /baixando/],
    [
      "a file that will not come",
      messageOf("image", { media: fileOf({ status: "failed", error: "gone" }) }),
      /não está mais/,
    ],
    [
      "a message taken back",
      messageOf("text", { text: "x", revokedAt: "2026-11-29T14:00:00Z" }),
      "Mensagem apagada",
    ],
    ["an edited one", messageOf("text", { text: "x", editedAt: "2026-11-29T14:00:00Z" }), "Editada"],
    ["one of a campaign", messageOf("text", { text: "x", direction: "out", origin: "campaign" }), "Campanha"],
    [
      "an automatic one",
      messageOf("text", { text: "x", direction: "out", origin: "automatic" }),
      "Automática",
    ],
    [
      "one of the phone",
      messageOf("text", { text: "x", direction: "out", origin: "phone_app" }),
      "Enviada pelo celular",
    ],
    [
      "an ad",
      messageOf("text", { text: "x", content: { referral: { headline: "Pão quente" } } }),
      "Pão quente",
    ],
    [
      "a transfer",
      messageOf("timeline", {
        authorId: "ana",
        content: { timeline: { event: "transferred", queueId: "q1", assigneeId: "me" } },
      }),
      "Ana Lima transferiu o ticket para Rui (Vendas)",
    ],
    [
      "something new that was done",
      messageOf("timeline", { content: { timeline: { event: "teleported" } } }),
      "O ticket mudou",
    ],
    [
      "a closing by itself",
      messageOf("timeline", { content: { timeline: { event: "closed", reason: "inactive" } } }),
      "Ticket encerrado: por falta de atividade",
    ],
  ])("%s", async (_what, message, expected) => {
    await show(message);
    expect(screen.getByText(expected)).toBeTruthy();
  });

  it("a note, with whom it mentions", async () => {
    await show(
      messageOf("note", {
        direction: "out",
        authorId: "ana",
        text: "Veja, @Rui",
        content: { note: { mentions: ["me"] } },
      }),
    );
    expect(screen.getByText("Nota de Ana Lima")).toBeTruthy();
    expect(screen.getByText("@Rui").tagName).toBe("SPAN");
  });
});

it("says in words how far a message has come", async () => {
  await show(messageOf("text", { text: "x", direction: "out", status: "read" }));
  expect(screen.getByText("Lida")).toBeTruthy();
});

it("says why a message failed in the user's language, and how to go on", async () => {
  const failed = messageOf("text", {
    direction: "out",
    status: "failed",
    error: {
      code: 131047,
      title: "Re-engagement message",
      details: null,
      reason: "window_closed",
      words: { pt: "A janela fechou.", en: "The window is closed." },
    },
  });
  await show(failed, { remedy: <button type="button">again</button> }, "en");
  expect(screen.getByText("The window is closed.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "again" })).toBeTruthy();
});

it("sends nothing a third time", async () => {
  const failed = messageOf("text", { direction: "out", status: "failed", resentAs: "other" });
  await show(failed, { remedy: <button type="button">again</button> });
  expect(screen.queryByRole("button", { name: "again" })).toBeNull();
});

it("leads to what it answers", async () => {
  const onQuoted = vi.fn();
  await show(messageOf("text", { text: "Tem", replyTo: "wamid.1" }), { onQuoted });
  await userEvent.click(screen.getByRole("button", { name: /Tem pão/ }));
  expect(onQuoted).toHaveBeenCalledWith("wamid.1");
});

it("names who reacted", async () => {
  await show(
    messageOf("text", {
      text: "x",
      reactions: [
        { direction: "in", by: "c1", emoji: "❤️", at: "2026-11-29T14:00:00Z" },
        { direction: "out", by: "me", emoji: "👍", at: "2026-11-29T14:00:00Z" },
      ],
    }),
  );
  const list = within(screen.getByRole("list", { name: "Reações" }));
  expect(list.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["❤️ Bia Souza", "👍 Você"]);
});

it("runs nothing that a customer writes", async () => {
  const { container } = await show(
    messageOf("text", { text: "<img src=x onerror=alert(1)> javascript:alert(1) https://a.br/<script>" }),
  );
  expect(container.querySelector("img, script")).toBeNull();
  expect([...container.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
    "https://a.br/",
  ]);
});
