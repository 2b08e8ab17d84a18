/** What the addresses of channels hold: the part of a channel that is looked at, and how far the guide has got. */

export const PARTS = ["health", "templates", "news", "settings"] as const;
export type ChannelPart = (typeof PARTS)[number];

export interface ChannelSearch {
  part?: ChannelPart | undefined;
  /** Of templates: the id of the one that is open, or `new`. */
  template?: string | undefined;
  /** Of templates: a part of the name, and the status. */
  q?: string | undefined;
  status?: string | undefined;
}

export const PROVIDERS = ["cloud", "web"] as const;
export type Provider = (typeof PROVIDERS)[number];

export const STEPS = ["app", "number", "access", "webhook", "message"] as const;
export type ConnectStep = (typeof STEPS)[number];

/** Of a channel by WhatsApp Web. */
export const WEB_STEPS = ["risk", "settings", "link"] as const;
export type WebStep = (typeof WEB_STEPS)[number];

export interface ConnectSearch {
  /** How the number is connected; none: that is still to be chosen. */
  provider?: Provider | undefined;
  step?: ConnectStep | WebStep | undefined;
  /** The channel that was made, once it was. */
  channel?: string | undefined;
}

const ID = /^[0-9a-f-]{36}$/;
const isId = (value: unknown): value is string => typeof value === "string" && ID.test(value);

export function validateChannel(search: Record<string, unknown>): ChannelSearch {
  const { part, template, q, status } = search;
  const found: ChannelSearch = {};
  const known = PARTS.find((one) => one === part);
  if (known) found.part = known;
  if (template === "new" || isId(template)) found.template = template;
  if (typeof q === "string" && q !== "") found.q = q.slice(0, 100);
  if (typeof status === "string" && /^[A-Z_]{1,40}$/.test(status)) found.status = status;
  return found;
}

export function validateConnect(search: Record<string, unknown>): ConnectSearch {
  const found: ConnectSearch = {};
  const isWeb = search.provider === "web";
  const step = (isWeb ? WEB_STEPS : STEPS).find((one) => one === search.step);
  if (isId(search.channel)) found.channel = search.channel;
  if (step) found.step = step;
  if (isWeb) found.provider = "web";
  else if (search.provider === "cloud" || step || found.channel) found.provider = "cloud";
  return found;
}
