// What is sent, from the protocol's form into the one that Baileys takes.

import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { AnyMessageContent, proto, WAMessage, WAMessageKey } from "@whiskeysockets/baileys";
import type { Down, MessageKey, Quoted } from "./protocol.ts";

type Content = Extract<Down, { op: "send" }>["content"];
type FileContent = Extract<Content, { path: string }>;

/** What is to be sent cannot be. */
export class Unsendable extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super("cannot be sent");
    this.name = "Unsendable";
    this.reason = reason;
  }
}

/** Returns a message's content. `files` is the only folder whose files may be sent. */
export function contentOf(content: Content, files: string): AnyMessageContent {
  switch (content.kind) {
    case "text":
      return { text: content.text, mentions: content.mentions ?? [], linkPreview: null };
    case "location":
      return {
        location: {
          degreesLatitude: content.latitude,
          degreesLongitude: content.longitude,
          name: content.name,
          address: content.address,
        },
      };
    case "contacts":
      return { contacts: { displayName: content.displayName, contacts: content.contacts } };
    case "reaction":
      return { react: { key: keyOf(content.key), text: content.emoji } };
    case "edit":
      return { text: content.text, edit: keyOf(content.key), linkPreview: null };
    case "delete":
      return { delete: keyOf(content.key) };
    default:
      return fileOf(content, files);
  }
}

function fileOf(content: FileContent, files: string): AnyMessageContent {
  const media = { url: inside(content.path, files) };
  const { mimeType: mimetype } = content;
  const jpegThumbnail = content.thumbnail ?? undefined;
  switch (content.kind) {
    case "image": {
      const { caption, width, height } = content;
      return { image: media, mimetype, jpegThumbnail, ...known({ caption, width, height }) };
    }
    case "video": {
      const { caption, width, height, seconds } = content;
      return { video: media, mimetype, jpegThumbnail, ...known({ caption, width, height, seconds }) };
    }
    case "audio": {
      const { seconds, voice } = content;
      const waveform = content.waveform ? new Uint8Array(Buffer.from(content.waveform, "base64")) : undefined;
      return { audio: media, mimetype, ptt: voice ?? false, ...known({ seconds, waveform }) };
    }
    case "document": {
      const { fileName, caption } = content;
      return { document: media, mimetype, fileName, ...known({ caption, jpegThumbnail }) };
    }
    case "sticker":
      return { sticker: media, mimetype, isAnimated: content.animated ?? false };
  }
}

/** Returns the message that is answered, as the reader's client wants it. */
export function quotedOf(quoted: Quoted, message: (object: object) => proto.IMessage): WAMessage {
  return { key: keyOf(quoted.key), message: message(quoted.message ?? { conversation: "" }) };
}

export function keyOf(key: MessageKey): WAMessageKey {
  const { remoteJid, id, participant, remoteJidAlt, participantAlt } = key;
  return {
    remoteJid,
    id,
    fromMe: key.fromMe ?? false,
    ...known({ participant, remoteJidAlt, participantAlt }),
  };
}

/** Returns the path of a file of ours, without links; throws for any other. */
function inside(path: string, files: string): string {
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    throw new Unsendable("no-file");
  }
  if (dirname(real) !== files) {
    throw new Unsendable("foreign-file");
  }
  return real;
}

/** Returns the fields that have a value. */
function known<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };
}
