/** Files that are to be sent: as what WhatsApp takes them, or why it does not. Pure. */

import type { MediaType } from "@/shared/outbox/entry";

const MB = 1_000_000;

const KINDS: { mediaType: MediaType; types: RegExp; largest: number }[] = [
  { mediaType: "image", types: /^image\/(jpeg|jpg|png)$/, largest: 5 * MB },
  { mediaType: "video", types: /^video\/(mp4|3gpp)$/, largest: 16 * MB },
  {
    mediaType: "audio",
    types: /^audio\/(aac|amr|mpeg|mp3|mp4|x-m4a|ogg|opus|webm|wav|x-wav)$/,
    largest: 16 * MB,
  },
];

const DOCUMENT_LARGEST = 100 * MB;
const DOCUMENTS =
  /^(application\/(pdf|msword|vnd\.ms-excel|vnd\.ms-powerpoint|vnd\.openxmlformats-officedocument\..+)|text\/plain|image\/(jpeg|jpg|png|webp)|video\/(mp4|3gpp)|audio\/(aac|amr|mpeg|mp3|mp4|ogg))$/;

export type Refusal = "type" | "size" | "empty";
export type Judged = { mediaType: MediaType } | { refusal: Refusal };

/** Returns how a file is sent: what is too large for its kind goes as a document, if that may be. */
export function judged(file: { type: string; size: number; name: string }): Judged {
  if (file.size === 0) return { refusal: "empty" };
  const type = file.type.split(";")[0]?.trim().toLowerCase() ?? "";
  const kind = KINDS.find((each) => each.types.test(type));
  if (kind && file.size <= kind.largest) return { mediaType: kind.mediaType };
  // What the browser does not know the type of is the server's to judge, by its first bytes.
  const mayBeDocument = DOCUMENTS.test(type) || type === "";
  if (!mayBeDocument) return { refusal: "type" };
  return file.size <= DOCUMENT_LARGEST ? { mediaType: "document" } : { refusal: "size" };
}

/** A caption stands under all but sounds and stickers. */
export const takesCaption = (mediaType: MediaType): boolean =>
  mediaType !== "audio" && mediaType !== "sticker";

/** What a picker of files offers. */
export const ACCEPTED =
  "image/jpeg,image/png,video/mp4,video/3gpp,audio/*,application/pdf,text/plain,.doc,.docx,.xls,.xlsx,.ppt,.pptx";
