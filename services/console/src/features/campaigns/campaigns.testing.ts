/** For the tests of campaigns: one as the server has it, and what roles may do. */

import type { Campaign } from "./rules";

export const READER = ["campaigns:read", "channels:read", "users:read"] as const;
export const WRITER = [...READER, "campaigns:write"] as const;
export const OWNER = [...WRITER, "campaigns:run"] as const;

const AT = "2026-11-01T12:00:00Z";

/** A draft with a public of two; `changes` say what is different. */
export const campaignOf = (changes: Partial<Campaign> = {}): Campaign =>
  ({
    id: "c1",
    name: "Natal",
    type: "broadcast",
    channelId: "n1",
    message: "Olá",
    template: null,
    media: null,
    variants: null,
    messagesPerSecond: null,
    pauseErrorRate: null,
    status: "draft",
    state: "draft",
    allowed: ["start"],
    failure: null,
    failureReason: null,
    targets: 2,
    counts: {},
    replies: 0,
    revision: 1,
    createdBy: "u1",
    createdAt: AT,
    updatedAt: AT,
    startedAt: null,
    finishedAt: null,
    archivedAt: null,
    notice: null,
    noticeReason: null,
    timeZone: "America/Sao_Paulo",
    scheduledAt: null,
    cron: null,
    endsAt: null,
    maxRuns: null,
    runs: 0,
    parentId: null,
    runNumber: null,
    windows: [],
    windowZone: "campaign",
    maxPerDay: null,
    nextWindowAt: null,
    ...changes,
  }) as unknown as Campaign;

/** Half of two thousand are done with. */
export const running = (changes: Partial<Campaign> = {}): Campaign =>
  campaignOf({
    status: "running",
    state: "running",
    allowed: ["pause", "cancel"],
    counts: { pending: 1000, sent: 500, delivered: 300, read: 150, failed: 50 } as Campaign["counts"],
    replies: 20,
    startedAt: AT,
    ...changes,
  });

/** What every screen of campaigns reads besides. */
export const LOOKUPS = {
  "GET /api/v1/channels": () => ({
    items: [{ id: "n1", name: "Loja", status: "active", displayPhone: "+5511900000000" }],
    nextCursor: null,
  }),
  "GET /api/v1/users": () => ({ items: [{ id: "u1", name: "Ana Lima" }], nextCursor: null }),
};
