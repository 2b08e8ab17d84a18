/** What waits to be sent: a message or a note of one ticket, under the id that makes repeating it harmless. */

import type { AnswerOf, RequestOf } from "../api/client";
import type { Problem } from "../api/problems";

export type Message = AnswerOf<"tickets.reply">;
type Content = NonNullable<RequestOf<"tickets.reply">["content"]>;
export type MediaType = Extract<Content, { kind: "media" }>["mediaType"];

/** A file that goes with a message; it is uploaded before. */
export interface Attachment {
  blob: Blob;
  name: string;
  mediaType: MediaType;
  /** A recording that is to be played as a voice note. */
  voice?: boolean;
  /** What it is called once it is uploaded. */
  mediaId?: string;
}

/** What somebody sends. It names its ticket: looking at another one cannot redirect it. */
export interface Sending {
  /** The same id is sent once, however often it is given. */
  clientMessageId: string;
  ticketId: string;
  kind: "message" | "note";
  /** The text, or the caption of the attachment. */
  text?: string;
  /** Anything but a text or a file: a template, a reaction, a location… */
  content?: Content;
  attachment?: Attachment;
  /** `providerMessageId` of the message that is answered. */
  replyTo?: string;
  /** Ids of the colleagues whom a note names. */
  mentions?: string[];
}

/** Why an entry was not sent: the API refused it, it waited for more than a day, or its file cannot be read. */
export type Failure = { kind: "refused"; problem: Problem } | { kind: "old" } | { kind: "unreadable" };

export interface Entry extends Sending {
  /** Whose it is: the id of the user, who is of one company. */
  owner: string;
  /** When it was sent off, in milliseconds; later entries of a ticket have later times. */
  at: number;
  state: "waiting" | "sending" | "failed";
  attempts: number;
  failure?: Failure;
}

/** Where entries outlive the page. */
export interface EntryStore {
  ofOwner(owner: string): Promise<Entry[]>;
  put(entry: Entry): Promise<void>;
  remove(owner: string, clientMessageId: string): Promise<void>;
  clear(owner: string): Promise<void>;
}

/** What sending needs. */
export interface Surroundings {
  store: EntryStore;
  /** Sends an entry; says how its attachment is called once that is uploaded, and how far the upload is. */
  deliver(
    entry: Entry,
    onUploaded: (mediaId: string) => Promise<void>,
    onProgress: (part: number) => void,
  ): Promise<Message>;
  /** Runs one at a time over all tabs. */
  locked<T>(name: string, run: () => Promise<T>): Promise<T>;
  /** Tells the other tabs that something has changed, and hears it of them. */
  channel: Pick<BroadcastChannel, "postMessage" | "addEventListener">;
  now(): number;
}
