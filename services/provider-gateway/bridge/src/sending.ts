// Sending one message: it is made, with its file uploaded, written, and kept for phones that ask for it again.

import { generateWAMessage, jidDecode, proto } from "@whiskeysockets/baileys";
import { contentOf, quotedOf, Unsendable } from "./content.ts";
import { log, nameOf, placeOf, silent } from "./log.ts";
import { LOST, type Send } from "./protocol.ts";
import type { Sent } from "./sent.ts";
import type { Settings, Socket } from "./socket.ts";

const UPLOAD_MS = 60_000;

/** Sends a message; returns why it was not written, or nothing. */
export async function send(
  line: Send,
  socket: Socket,
  settings: Settings,
  sent: Sent,
): Promise<string | undefined> {
  if (!jidDecode(line.to)?.user) {
    return "bad-address";
  }
  const { session } = line;
  // Of a connection that has died Baileys tells when it is closed. Until a message is written nothing has left.
  if (!socket.ws.isOpen) {
    return "not-open";
  }
  let message: Awaited<ReturnType<typeof generateWAMessage>>;
  try {
    message = await generateWAMessage(line.to, contentOf(line.content, settings.files), {
      logger: silent,
      userJid: socket.authState.creds.me?.id ?? "",
      upload: socket.waUploadToServer,
      mediaUploadTimeoutMs: UPLOAD_MS,
      messageId: line.messageId,
      ...(line.quoted ? { quoted: quotedOf(line.quoted, proto.Message.fromObject) } : {}),
    });
  } catch (error) {
    log.warn({ session, error: nameOf(error), where: placeOf(error) }, "message.not_made");
    return error instanceof Unsendable ? error.reason : `not-made:${nameOf(error)}`;
  }
  if (!socket.ws.isOpen) {
    return "not-open";
  }
  try {
    const edit = { edit: "1", delete: "7" }[line.content.kind as string];
    await socket.relayMessage(line.to, message.message ?? {}, {
      messageId: line.messageId,
      additionalAttributes: edit ? { edit } : {},
    });
  } catch (error) {
    log.warn({ session, error: nameOf(error), where: placeOf(error) }, "message.not_sent");
    const code = (error as { output?: { statusCode?: number } })?.output?.statusCode;
    // The server's refusals of what was asked before are sure; all else may have come after the message.
    return code && code >= 400 && code < 500 && code !== 408 && code !== 428 ? `refused:${code}` : LOST;
  }
  if (message.message) {
    sent.keep(line.messageId, message.message, Date.now()).catch((error: unknown) => {
      log.warn({ session, error: nameOf(error) }, "message.not_kept");
    });
  }
  return undefined;
}
