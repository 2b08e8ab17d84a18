/** Scheduled reports and exports, as reporting answers with them, for tests. */

import type { Export, Run, Schedule } from "./data";

export const run: Run = {
  id: "r1",
  dueAt: "2026-11-23T11:00:00Z",
  requestedBy: null,
  firstDay: "2026-11-16",
  lastDay: "2026-11-22",
  status: "partly",
  mails: [
    { userId: "u1", name: "Ana Lima", status: "sent", reason: null, at: "2026-11-23T11:00:02Z" },
    { userId: "u2", name: "Beto Dias", status: "failed", reason: "mail-refused", at: "2026-11-23T11:00:03Z" },
  ],
};

export const schedule: Schedule = {
  id: "s1",
  name: "A semana em números",
  report: "queues",
  filters: { channelId: null, queueId: "q1", agentId: null, tagId: null },
  every: "weekly",
  weekday: 1,
  day: null,
  hour: 8,
  timeZone: "America/Sao_Paulo",
  recipients: [
    { userId: "u1", name: "Ana Lima", mayReceive: true },
    { userId: "u2", name: "Beto Dias", mayReceive: false },
  ],
  format: "xlsx",
  language: "pt",
  enabled: true,
  nextAt: "2026-11-30T11:00:00Z",
  createdBy: "u1",
  createdAt: "2026-11-01T12:00:00Z",
  revision: 3,
  lastRun: run,
};

export const exported: Export = {
  id: "e1",
  report: "tickets",
  format: "csv",
  status: "finished",
  reason: null,
  firstDay: "2026-11-01",
  lastDay: "2026-11-29",
  campaignId: null,
  filters: { channelId: null, queueId: null, agentId: null, tagId: null },
  rowsDone: 1200,
  rowsTotal: 1200,
  storedBytes: 4000,
  createdBy: "u1",
  createdAt: "2026-11-29T12:00:00Z",
  finishedAt: "2026-11-29T12:01:00Z",
  expiresAt: "2026-11-30T12:00:00Z",
};

const user = (id: string, name: string, role: string) => ({
  id,
  name,
  email: `${id}@example.com`,
  role,
  status: "active",
});

export const LOOKUPS = {
  "GET /api/v1/users": () => ({
    items: [
      user("u1", "Ana Lima", "owner"),
      user("u2", "Beto Dias", "viewer"),
      user("u3", "Caio Reis", "agent"),
    ],
    nextCursor: null,
  }),
  "GET /api/v1/channels": () => ({ items: [], nextCursor: null }),
  "GET /api/v1/queues": () => ({ items: [{ id: "q1", name: "Vendas", memberIds: ["u3"] }] }),
  "GET /api/v1/tags": () => ({ items: [] }),
};
