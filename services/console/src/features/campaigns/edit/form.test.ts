import { describe, expect, it } from "vitest";
import type { Template } from "../data";
import type { Campaign } from "../rules";
import { contentOf, EMPTY, formOfContent, isUsable, needsOf, withTemplate } from "./content";
import { changesOf, contentChanges, formOf } from "./form";
import { shownTemplate } from "./template";
import { cronOf, repeatOf, timingBody } from "./timing";

const campaign = {
  id: "c",
  name: "Natal",
  type: "broadcast",
  channelId: "n",
  message: "Olá {{first_name|cliente}}",
  template: null,
  media: null,
  variants: null,
  windows: [],
  windowZone: "campaign",
  maxPerDay: null,
  messagesPerSecond: null,
  pauseErrorRate: null,
  scheduledAt: null,
  cron: null,
  endsAt: null,
  maxRuns: null,
} as unknown as Campaign;

const template = {
  name: "pedido",
  language: "pt_BR",
  components: [
    { type: "HEADER", format: "IMAGE" },
    { type: "BODY", text: "Olá {{1}}, o pedido {{2}} saiu." },
    { type: "FOOTER", text: "Loja" },
    { type: "BUTTONS", buttons: [{ type: "URL", text: "Rastrear", url: "https://x.test/{{1}}" }] },
  ],
  parameters: {
    header: { format: "IMAGE", variables: [] },
    body: ["1", "2"],
    buttons: [{ index: 0, type: "URL", variables: ["1"] }],
    limitedTimeOffer: false,
    cards: [],
  },
} as unknown as Template;

describe("content", () => {
  it("is sent as it was stored", () => {
    const form = formOf(campaign);
    expect(changesOf("content", form)).toEqual({ message: "Olá {{first_name|cliente}}" });
  });

  it("asks for what a template needs, and sends its values", () => {
    expect(needsOf(template)).toEqual({
      header: "image",
      body: ["1", "2"],
      buttons: [{ index: 0, type: "url" }],
    });
    const chosen = withTemplate({ ...EMPTY, parameters: { 1: "{{name}}" } }, template);
    expect(chosen.parameters).toEqual({ 1: "{{name}}", 2: "" });
    expect(contentOf(chosen)).toBeUndefined();
    const whole = {
      ...chosen,
      parameters: { 1: "{{name}}", 2: "{{pedido}}" },
      headerFile: { type: "image" as const, id: "m1", url: null, filename: null },
      buttons: { 0: { type: "url" as const, value: "{{pedido}}" } },
    };
    expect(contentOf(whole)).toEqual({
      template: {
        name: "pedido",
        language: "pt_BR",
        parameters: { 1: "{{name}}", 2: "{{pedido}}" },
        header: { type: "image", id: "m1" },
        buttons: [{ index: 0, type: "url", value: "{{pedido}}" }],
      },
    });
    expect(isUsable(template)).toBe(true);
  });

  it("reads back the components that the server made of it", () => {
    const stored = {
      message: null,
      media: null,
      template: {
        name: "pedido",
        language: "pt_BR",
        components: [
          { type: "header", parameters: [{ type: "image", image: { media_id: "m1" } }] },
          {
            type: "body",
            parameters: [
              { type: "text", text: "{{name}}" },
              { type: "text", text: "7" },
            ],
          },
          { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "7" }] },
        ],
      },
    };
    const form = formOfContent(stored);
    expect(form.parameters).toEqual({ 1: "{{name}}", 2: "7" });
    expect(form.headerFile).toEqual({ type: "image", id: "m1", url: null, filename: null });
    expect(form.buttons).toEqual({ 0: { type: "url", value: "7" } });
  });

  it("is not sent while two variants have one name, or one says nothing", () => {
    const a = { ...EMPTY, text: "Oi", name: "A", weight: 1 };
    expect(contentChanges([a, { ...a, name: "A" }])).toBeUndefined();
    expect(contentChanges([a, { ...a, name: "B", text: " " }])).toBeUndefined();
    expect(contentChanges([a, { ...a, name: "B", weight: 3 }])).toEqual({
      variants: [
        { name: "A", weight: 1, message: "Oi" },
        { name: "B", weight: 3, message: "Oi" },
      ],
    });
  });

  it("shows a template with its values", () => {
    const sent = [
      {
        type: "body",
        parameters: [
          { type: "text", text: "Ana" },
          { type: "text", text: "7" },
        ],
      },
    ];
    expect(shownTemplate(template.components, sent)).toEqual({
      header: { kind: "image", name: null },
      text: "Olá Ana, o pedido 7 saiu.",
      footer: "Loja",
      buttons: [{ type: "URL", text: "Rastrear" }],
    });
  });
});

describe("timing", () => {
  it.each(["0 9 * * *", "30 14 15 * *", "0 9 * * 1,3,5", "5 8 * * 0"])(
    "reads %s and writes it again",
    (cron) => {
      expect(cronOf(repeatOf(cron))).toBe(cron);
    },
  );

  it("keeps what it has no words for", () => {
    expect(repeatOf("*/5 9-17 * 1 1")).toMatchObject({ every: "custom", cron: "*/5 9-17 * 1 1" });
    expect(cronOf(repeatOf("0 9 1 * 1"))).toBe("0 9 1 * 1");
  });

  it("is not sent without its time", () => {
    const { timing } = formOf(campaign);
    expect(timingBody({ ...timing, start: "later" })).toBeUndefined();
    expect(
      timingBody({ ...timing, start: "repeat", repeat: { ...timing.repeat, days: [] } }),
    ).toBeUndefined();
    expect(timingBody(timing)).toMatchObject({ type: "broadcast", cron: null });
  });

  it("does not send hours that end before they begin", () => {
    const form = formOf(campaign);
    const pace = { ...form.pace, windows: [{ days: [1], from: "18:00", to: "09:00" }] };
    expect(changesOf("pace", { ...form, pace })).toBeUndefined();
  });
});
