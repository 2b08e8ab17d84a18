// What the gateway and the bridge say to each other: gateway/bridge/protocol.py has the words.
// Written by `make contracts`; do not edit it by hand.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export const VERSION = 1;
export const MAX_LINE = 4194304;
export const MAX_VALUE = 2097152;
export const MAX_KEYS_READ = 64;
export const MAX_KEYS_WRITTEN = 2048;
export const MAX_MESSAGES = 100;
export const MAX_CONTACTS = 500;
export const MAX_STATUSES = 500;
export const MAX_PAIRS = 500;
export const MAX_NAME = 512;
export const FENCED = "fenced";
export const TOO_LONG = "too-long";
export const LOST = "lost";

export type Ack = {
  session: string;
  generation: number;
  op: "ack";
  messageId: string;
  error?: string | null;
  timelock?: Timelock | null;
};

export type Answer = {
  session: string;
  generation: number;
  op: "answer";
  re: number;
  value?: JsonValue;
  error?: string | null;
};

export type Audio = {
  path: string;
  mimeType: string;
  thumbnail?: string | null;
  kind: "audio";
  voice?: boolean;
  seconds?: number | null;
  waveform?: string | null;
};

export type Card = {
  displayName: string;
  vcard: string;
};

export type Cards = {
  kind: "contacts";
  displayName: string;
  contacts: Card[];
};

export type Close = {
  session: string;
  generation: number;
  op: "close";
};

export type Connection = {
  session: string;
  generation: number;
  op: "connection";
  state: "connecting" | "open" | "close";
  code?: number | null;
  reason?: string | null;
  expires?: number | null;
  me?: Me | null;
  newLogin?: boolean;
};

export type Contact = {
  id: string;
  lid?: string | null;
  phone?: string | null;
  name?: string | null;
  notify?: string | null;
};

export type Credentials = {
  session: string;
  generation: number;
  op: "credentials";
  id: number;
  value: string;
};

export type Deletion = {
  kind: "delete";
  key: MessageKey;
};

export type Document = {
  path: string;
  mimeType: string;
  thumbnail?: string | null;
  kind: "document";
  fileName: string;
  caption?: string | null;
};

export type Down = Open | Close | Logout | Send | Read | Presence | GetLimits | GetPerson | GetGroup | Answer;

export type Edit = {
  kind: "edit";
  key: MessageKey;
  text: string;
};

export type GetGroup = {
  session: string;
  generation: number;
  op: "group";
  id: number;
  jid: string;
};

export type GetKeys = {
  session: string;
  generation: number;
  op: "keys.get";
  id: number;
  kind: string;
  ids: string[];
};

export type GetLimits = {
  session: string;
  generation: number;
  op: "limits";
  id: number;
};

export type GetPerson = {
  session: string;
  generation: number;
  op: "lookup";
  id: number;
  phone: string;
};

export type Group = {
  subject: string;
  size?: number | null;
};

export type Hello = {
  op: "hello";
  version: number;
  engine: string;
  pid: number;
};

export type History = {
  session: string;
  generation: number;
  op: "history";
  id: number;
  items: { [name: string]: Json }[];
  contacts?: Contact[];
  progress?: number | null;
  last?: boolean;
};

export type JsonValue = Json;

export type KeyEntry = {
  kind: string;
  id: string;
  value?: string | null;
};

export type LidPair = {
  lid: string;
  phone: string;
};

export type Lids = {
  session: string;
  generation: number;
  op: "lids";
  id: number;
  pairs: LidPair[];
};

export type Limits = {
  timelock?: Timelock | null;
  used?: number | null;
  quota?: number | null;
  cycleEnds?: number | null;
};

export type Location = {
  kind: "location";
  latitude: number;
  longitude: number;
  name?: string | null;
  address?: string | null;
};

export type Logout = {
  session: string;
  generation: number;
  op: "logout";
};

export type Me = {
  id: string;
  lid?: string | null;
  name?: string | null;
};

export type MessageKey = {
  remoteJid: string;
  id: string;
  fromMe?: boolean;
  participant?: string | null;
  remoteJidAlt?: string | null;
  participantAlt?: string | null;
};

export type Messages = {
  session: string;
  generation: number;
  op: "messages";
  id: number;
  type: "notify" | "append";
  items: { [name: string]: Json }[];
};

export type Open = {
  session: string;
  generation: number;
  op: "open";
  credentials?: string | null;
  pairing?: "qr" | "code" | null;
  phone?: string | null;
  groups?: boolean;
  history?: boolean;
};

export type PairCode = {
  session: string;
  generation: number;
  op: "pairCode";
  code: string;
  seconds: number;
};

export type Person = {
  exists: boolean;
  jid?: string | null;
  lid?: string | null;
};

export type Picture = {
  path: string;
  mimeType: string;
  thumbnail?: string | null;
  kind: "image";
  caption?: string | null;
  width?: number | null;
  height?: number | null;
};

export type Presence = {
  session: string;
  generation: number;
  op: "presence";
  to: string;
  state: "composing" | "recording" | "paused";
};

export type Qr = {
  session: string;
  generation: number;
  op: "qr";
  code: string;
  seconds: number;
};

export type Quoted = {
  key: MessageKey;
  message?: { [name: string]: Json } | null;
};

export type Reaction = {
  kind: "reaction";
  key: MessageKey;
  emoji: string;
};

export type Read = {
  session: string;
  generation: number;
  op: "read";
  keys: MessageKey[];
};

export type Send = {
  session: string;
  generation: number;
  op: "send";
  id: number;
  messageId: string;
  to: string;
  content: Words | Picture | Video | Audio | Document | Sticker | Location | Cards | Reaction | Edit | Deletion;
  quoted?: Quoted | null;
};

export type SetKeys = {
  session: string;
  generation: number;
  op: "keys.set";
  id: number;
  entries: KeyEntry[];
};

export type Status = {
  key: MessageKey;
  status: number;
  participant?: string | null;
  at?: number | null;
};

export type Statuses = {
  session: string;
  generation: number;
  op: "statuses";
  id: number;
  items: Status[];
};

export type Sticker = {
  path: string;
  mimeType: string;
  thumbnail?: string | null;
  kind: "sticker";
  animated?: boolean;
};

export type Timelock = {
  active: boolean;
  until?: number | null;
  kind: string | null;
};

export type Typing = {
  session: string;
  generation: number;
  op: "presence";
  chat: string;
  participant: string;
  state: "available" | "unavailable" | "composing" | "recording" | "paused";
  seen?: number | null;
};

export type Up = Hello | Credentials | GetKeys | SetKeys | Connection | Qr | PairCode | Messages | History | Statuses | Ack | Written | Lids | Typing | Answer;

export type Video = {
  path: string;
  mimeType: string;
  thumbnail?: string | null;
  kind: "video";
  caption?: string | null;
  width?: number | null;
  height?: number | null;
  seconds?: number | null;
};

export type Words = {
  kind: "text";
  text: string;
  mentions?: string[];
};

export type Written = {
  session: string;
  generation: number;
  op: "written";
  re: number;
  error?: string | null;
};
