/** Channels by WhatsApp Web, for tests. */

import type { Session, WebChannel } from "./session";

/** Returns a channel with a session that is open, or as `session` and `channel` say. */
export function webChannel(session: Partial<Session> = {}, channel: Partial<WebChannel> = {}): WebChannel {
  return {
    id: "00000000-0000-7000-8000-0000000000e1",
    name: "Balcão",
    provider: "whatsapp_web",
    capabilities: ["media", "read_receipts"],
    phoneNumberId: "00000000-0000-7000-8000-0000000000e1",
    wabaId: null,
    displayPhone: null,
    status: "active",
    statusReason: null,
    reasonCode: null,
    verifiedAt: null,
    claimExpiresAt: null,
    messagesPerSecond: 1,
    followProviderRate: false,
    resendUnconfirmed: false,
    quality: null,
    interruptedUntil: null,
    messagingLimit: null,
    webhookUrl: null,
    revision: 1,
    createdAt: "2026-11-29T12:00:00Z",
    updatedAt: "2026-11-29T12:00:00Z",
    ...channel,
    session: {
      status: "open",
      since: "2026-11-29T12:00:00Z",
      lastError: null,
      retryAt: null,
      phone: "+5511912345678",
      linked: true,
      coldUntil: null,
      groups: false,
      history: true,
      campaigns: false,
      ...session,
    },
  };
}
