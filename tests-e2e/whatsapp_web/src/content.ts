// What a message says: made from the control API's words, and described in them.

import { getContentType, type MediaType, normalizeMessageContent, proto } from "@whiskeysockets/baileys";
import type { MediaHost } from "./media.ts";

/** A message in the words of the control API. */
export interface Content {
  type: string;
  text?: string;
  caption?: string;
  /** Of media: base64. */
  data?: string;
  mimeType?: string;
  fileName?: string;
  voice?: boolean;
  seconds?: number;
  latitude?: number;
  longitude?: number;
  name?: string;
  address?: string;
  phone?: string;
  contacts?: { name: string; phone: string }[];
  emoji?: string;
  question?: string;
  options?: string[];
  /** Which message is reacted to, edited or deleted. */
  messageId?: string;
  /** Whether that message is the account's, not the contact's own. */
  ofAccount?: boolean;
  quoted?: { id: string; text?: string; ofAccount?: boolean };
  forwarded?: boolean;
  viewOnce?: boolean;
  ephemeral?: boolean;
  /** A whole message as protobuf JSON, for what has no words here. */
  message?: Record<string, unknown>;
}

/** Who writes where, for the keys of other messages. */
export interface Side {
  readonly account: string;
  readonly writer: string;
  /** Whether the account's own phone writes. */
  readonly isAccount: boolean;
  readonly group?: string;
}

/** The media of a message, and what its keys are derived for. */
export const MEDIA_OF: Readonly<Record<string, MediaType>> = {
  imageMessage: "image",
  videoMessage: "video",
  ptvMessage: "video",
  audioMessage: "audio",
  documentMessage: "document",
  stickerMessage: "sticker",
};

const MIME_TYPES: Readonly<Record<string, string>> = {
  image: "image/jpeg",
  video: "video/mp4",
  audio: "audio/ogg; codecs=opus",
  document: "application/octet-stream",
  sticker: "image/webp",
};

export function compose(content: Content, side: Side, media: MediaHost): proto.IMessage {
  const plain = bare(content, side, media);
  const context = contextOf(content, side);
  if (context) {
    const [kind] = Object.keys(plain) as (keyof proto.IMessage)[];
    if (kind === "conversation") {
      plain.extendedTextMessage = { text: plain.conversation ?? "" };
      delete plain.conversation;
    }
    const holder = plain[kind === "conversation" ? "extendedTextMessage" : (kind as "imageMessage")];
    if (holder) holder.contextInfo = context;
  }
  if (content.viewOnce) return { viewOnceMessageV2: { message: plain } };
  if (content.ephemeral) return { ephemeralMessage: { message: plain } };
  return plain;
}

function bare(content: Content, side: Side, media: MediaHost): proto.IMessage {
  const { ProtocolMessage } = proto.Message;
  switch (content.type) {
    case "text":
      return { conversation: content.text ?? "" };
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return file(content, media);
    case "location":
      return {
        locationMessage: {
          degreesLatitude: content.latitude ?? 0,
          degreesLongitude: content.longitude ?? 0,
          name: content.name ?? null,
          address: content.address ?? null,
        },
      };
    case "contacts": {
      const cards = content.contacts ?? [{ name: content.name ?? "", phone: content.phone ?? "" }];
      const [first] = cards.map((each) => ({ displayName: each.name, vcard: vcard(each) }));
      if (cards.length === 1 && first) return { contactMessage: first };
      const contacts = cards.map((each) => ({ displayName: each.name, vcard: vcard(each) }));
      return { contactsArrayMessage: { displayName: `${contacts.length} contacts`, contacts } };
    }
    case "reaction":
      return {
        reactionMessage: {
          key: keyOf(content, side),
          text: content.emoji ?? "",
          senderTimestampMs: Date.now(),
        },
      };
    case "edit":
      return {
        protocolMessage: {
          key: keyOf(content, side),
          type: ProtocolMessage.Type.MESSAGE_EDIT,
          editedMessage: { conversation: content.text ?? "" },
          timestampMs: Date.now(),
        },
      };
    case "delete":
      return { protocolMessage: { key: keyOf(content, side), type: ProtocolMessage.Type.REVOKE } };
    case "poll": {
      const options = (content.options ?? []).map((optionName) => ({ optionName }));
      const poll = { name: content.question ?? "", options, selectableOptionsCount: 1 };
      return { pollCreationMessageV3: poll, messageContextInfo: { messageSecret: Buffer.alloc(32, 7) } };
    }
    case "raw":
      return proto.Message.fromObject(content.message ?? {});
    default:
      throw new Error(`there is no message of type ${content.type}`);
  }
}

/** The attributes that servers want on the stanza of such a message. */
export function attributesOf({ type }: Content): Record<string, string> {
  if (type === "edit") return { edit: "1" };
  return type === "delete" ? { edit: "7" } : {};
}

function file(content: Content, media: MediaHost): proto.IMessage {
  const type = content.type as MediaType;
  const mimeType = content.mimeType ?? MIME_TYPES[content.type] ?? "";
  const stored = media.add(Buffer.from(content.data ?? "", "base64"), type, mimeType);
  const reference = { ...stored, mediaKeyTimestamp: Math.floor(Date.now() / 1000) };
  const caption = content.caption ? { caption: content.caption } : {};
  switch (content.type) {
    case "image":
      return { imageMessage: { ...reference, ...caption } };
    case "video":
      return { videoMessage: { ...reference, ...caption, seconds: content.seconds ?? 1 } };
    case "audio":
      return { audioMessage: { ...reference, ptt: content.voice ?? false, seconds: content.seconds ?? 1 } };
    case "sticker":
      return { stickerMessage: reference };
    default: {
      const fileName = content.fileName ?? "file";
      const document = { documentMessage: { ...reference, ...caption, fileName, title: fileName } };
      return content.caption ? { documentWithCaptionMessage: { message: document } } : document;
    }
  }
}

function keyOf(content: Content, side: Side): proto.IMessageKey {
  // A key is written from the writer's point of view.
  const fromMe = Boolean(content.ofAccount) === side.isAccount;
  const participant = content.ofAccount ? side.account : side.writer;
  const remoteJid = side.group ?? (side.isAccount ? side.writer : side.account);
  return { remoteJid, fromMe, id: content.messageId ?? "", ...(side.group && { participant }) };
}

function contextOf({ quoted, forwarded }: Content, side: Side): proto.IContextInfo | null {
  if (!quoted && !forwarded) return null;
  return {
    ...(forwarded && { isForwarded: true, forwardingScore: 1 }),
    ...(quoted && {
      stanzaId: quoted.id,
      participant: quoted.ofAccount ? side.account : side.writer,
      quotedMessage: { conversation: quoted.text ?? "" },
    }),
  };
}

function vcard({ name, phone }: { name: string; phone: string }): string {
  const lines = ["BEGIN:VCARD", "VERSION:3.0", `N:;${name};;;`, `FN:${name}`];
  return [...lines, `TEL;type=CELL;waid=${phone}:+${phone}`, "END:VCARD"].join("\n");
}

/** What a message that the device has sent says. */
export function describe(message: proto.IMessage): { type: string; text: string | null; message: unknown } {
  const inner = normalizeMessageContent(message) ?? message;
  const type = getContentType(inner) ?? "unknown";
  const part = inner[type as keyof proto.IMessage] as Record<string, unknown> | string | null | undefined;
  const said = typeof part === "string" ? { text: part } : (part ?? {});
  const edited = inner.protocolMessage?.editedMessage;
  const text = edited
    ? describe(edited).text
    : (said.text ?? said.caption ?? said.name ?? said.displayName ?? null);
  return {
    type,
    text: typeof text === "string" ? text : null,
    message: proto.Message.fromObject(message as Record<string, unknown>).toJSON(),
  };
}
