import { expect, test } from "vitest";
import type { Webhook } from "./data";
import { EVENT_GROUPS, healthOf, isAddress } from "./rules";

const AT = "2026-03-08T12:00:00Z";
const webhook = (part: Partial<Webhook>) =>
  ({ active: true, failingSince: null, pausedUntil: null, lastSuccessAt: AT, ...part }) as Webhook;

test("how a webhook stands", () => {
  expect(healthOf(webhook({}))).toBe("well");
  expect(healthOf(webhook({ lastSuccessAt: null }))).toBe("unused");
  expect(healthOf(webhook({ failingSince: AT }))).toBe("failing");
  expect(healthOf(webhook({ active: false, failingSince: AT }))).toBe("off");
  expect(healthOf(webhook({ pausedUntil: AT }), new Date("2026-03-08T11:59:00Z"))).toBe("paused");
  expect(healthOf(webhook({ pausedUntil: AT }), new Date("2026-03-08T12:01:00Z"))).toBe("well");
});

test("each type of event is offered once", () => {
  const all = Object.values(EVENT_GROUPS).flat();
  expect(new Set(all).size).toBe(all.length);
});

test("an address has a scheme and a host", () => {
  expect(isAddress("https://erp.exemplo.com.br/atende")).toBe(true);
  expect(["erp.exemplo.com.br", "ftp://x.com", "https://", ""].some(isAddress)).toBe(false);
});
