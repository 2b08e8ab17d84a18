/** People, as the API answers with them. */

import type { BrowserSession } from "../api/browserSession";

/** Returns what a browser's session answers for an agent; `changes` say what is different. */
export function browserSession(changes: Partial<BrowserSession> = {}): BrowserSession {
  return {
    user: {
      id: "u1",
      name: "Ana Lima",
      email: "ana@example.com",
      role: "agent",
      status: "active",
      state: "active",
      createdAt: "2026-01-01T00:00:00Z",
      joinedAt: "2026-01-01T00:00:00Z",
    },
    company: {
      id: "c1",
      name: "Padaria",
      timeZone: "America/Sao_Paulo",
      locale: "pt-BR",
      reopenHours: 24,
      createdAt: "2026-01-01T00:00:00Z",
      updatedAt: "2026-01-01T00:00:00Z",
    },
    permissions: ["tickets:read", "tickets:write", "channels:read"],
    sessionId: "s1",
    totpEnabled: false,
    accessToken: "token-1",
    tokenType: "Bearer",
    expiresIn: 900,
    companies: [{ id: "c1", name: "Padaria", role: "agent", current: true }],
    preferences: {
      language: null,
      theme: "system",
      density: "comfortable",
      enterSends: true,
      singleKeys: true,
      afterClosing: "next",
      sound: "mine",
      volume: 60,
      notifications: "off",
    },
    ...changes,
  };
}

/** Returns an answer with JSON; of a status from 400 on, a problem document. */
export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  if (status === 204) return new Response(null, { status });
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": status >= 400 ? "application/problem+json" : "application/json",
      ...headers,
    },
  });
}

/** Returns the problem document of a code. */
export function problem(status: number, code: string, more: Record<string, unknown> = {}): Response {
  return answer({ type: `urn:atendechat:problem:${code}`, title: code, status, code, ...more }, status);
}
