/** What was checked of a number, in states; and the provider's news, in sentences. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { idProblem } from "./connect/numberForm";
import type { Health } from "./data";
import { checksOf, isReady } from "./health";
import { newsOf } from "./news";

/** As they are written: what is imported is compiled. */
const { sentences } = JSON.parse(readFileSync("src/features/channels/messages/en.json", "utf8")).news;

const health = (more: Partial<Health> = {}): Health => ({
  status: "active",
  tokenValid: true,
  numberKnown: true,
  subscribed: true,
  quality: "high",
  messagingLimit: "2000",
  throughput: "STANDARD",
  nameStatus: "APPROVED",
  messagesPerSecond: 80,
  followProviderRate: true,
  problemCode: null,
  problem: null,
  interruptedUntil: null,
  checkedAt: "2026-11-29T12:00:00Z",
  ...more,
});
const states = (given: Health) => Object.fromEntries(checksOf(given).map(({ id, state }) => [id, state]));

describe("a number's health", () => {
  it("tells what is wrong from what nobody knows", () => {
    expect(new Set(Object.values(states(health())))).toEqual(new Set(["good"]));
    expect(states(health({ tokenValid: false, numberKnown: null, subscribed: null }))).toMatchObject({
      token: "problem",
      number: "unknown",
      webhooks: "unknown",
    });
    expect(states(health({ nameStatus: "PENDING_REVIEW", quality: "low" }))).toMatchObject({
      name: "unknown",
      quality: "problem",
    });
    expect(states(health({ nameStatus: "DECLINED", quality: null }))).toMatchObject({
      name: "problem",
      quality: "unknown",
    });
  });

  it("is ready when WhatsApp takes the token and reports", () => {
    expect(isReady(health())).toBe(true);
    expect(isReady(health({ subscribed: false }))).toBe(false);
    expect(isReady(health({ status: "pending" }))).toBe(false);
  });
});

describe("the provider's news", () => {
  it("are sentences that exist, with what they are about", () => {
    const fields: [string, Record<string, unknown>, boolean][] = [
      [
        "message_template_status_update",
        { event: "REJECTED", message_template_name: "oi", reason: "SCAM" },
        true,
      ],
      ["message_template_status_update", { event: "APPROVED", message_template_name: "oi" }, false],
      ["message_template_quality_update", { new_quality_score: "RED", message_template_name: "oi" }, true],
      ["template_category_update", { new_category: "MARKETING", message_template_name: "oi" }, false],
      ["message_template_components_update", { message_template_name: "oi" }, false],
      ["phone_number_quality_update", { event: "DOWNGRADE", current_limit: "TIER_1K" }, true],
      ["phone_number_name_update", { decision: "DECLINED", requested_verified_name: "Loja" }, true],
      ["account_update", { event: "DISABLED_UPDATE" }, true],
      ["account_review_update", { decision: "APPROVED" }, false],
      ["account_alerts", { alert_type: "OBA" }, true],
      ["business_capability_update", { max_daily_conversation_per_phone: 2000 }, false],
      ["security", { event: "PIN_CHANGED" }, true],
      ["something_new", {}, false],
    ];
    for (const [field, value, isBad] of fields) {
      const news = newsOf({ field, value });
      expect([field, news.isBad]).toEqual([field, isBad]);
      const sentence: string = sentences[news.key];
      const wanted = [...sentence.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
      expect([field, Object.keys(news.values).sort()]).toEqual([field, wanted]);
    }
  });
});

describe("an id of Meta", () => {
  it("is told from a telephone number and from half an id", () => {
    expect(idProblem("106540352242922", "")).toBeUndefined();
    expect(idProblem("", "")).toBe("missing");
    expect(idProblem("5511912345678", "+55 11 91234-5678")).toBe("phone");
    expect(idProblem("10654", "")).toBe("short");
  });
});
