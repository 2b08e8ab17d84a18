/** Rules of the provider's news: which sentence says a webhook, and with what. */

import type { ChannelEvent } from "./data";

/** The key of a sentence in `channels.news`, and what stands in it. */
export interface News {
  key:
    | "templateStatus"
    | "templateQuality"
    | "templateCategory"
    | "templateComponents"
    | "quality"
    | "name"
    | "account"
    | "review"
    | "alert"
    | "capability"
    | "security"
    | "other";
  values: Record<string, string>;
  /** Something may have to be done. */
  isBad: boolean;
}

const BAD =
  /REJECT|DISABLED|PAUSED|FLAGGED|DECLINED|RESTRICT|VIOLATION|DOWNGRADE|LOW|RED|FAILED|LIMIT|BLOCK|DELETED/;

/** Returns what a webhook says. What is not known has its field for a sentence; the rest of it is shown beside. */
export function newsOf({ field, value }: Pick<ChannelEvent, "field" | "value">): News {
  const text = (...names: string[]) => {
    for (const name of names) {
      const found = value[name];
      if (typeof found === "string" || typeof found === "number") return String(found);
    }
    return "–";
  };
  const template = text("message_template_name");
  const say = (key: News["key"], values: Record<string, string>, word: string): News => ({
    key,
    values,
    isBad: BAD.test(word),
  });
  switch (field) {
    case "message_template_status_update": {
      const status = text("event");
      return say("templateStatus", { template, status, reason: text("reason") }, status);
    }
    case "message_template_quality_update": {
      const quality = text("new_quality_score");
      return say("templateQuality", { template, quality }, quality);
    }
    case "template_category_update":
      return say("templateCategory", { template, category: text("new_category") }, "");
    case "message_template_components_update":
      return say("templateComponents", { template }, "");
    case "phone_number_quality_update": {
      const event = text("event");
      return say(
        "quality",
        { event, limit: text("current_limit", "max_daily_conversations_per_business") },
        event,
      );
    }
    case "phone_number_name_update": {
      const decision = text("decision");
      return say("name", { name: text("requested_verified_name"), decision }, decision);
    }
    case "account_update": {
      const event = text("event");
      return say("account", { event }, event);
    }
    case "account_review_update": {
      const decision = text("decision");
      return say("review", { decision }, decision);
    }
    case "account_alerts":
      return say("alert", { type: text("alert_type", "alert_description") }, "FLAGGED");
    case "business_capability_update":
      return say(
        "capability",
        { limit: text("max_daily_conversation_per_phone", "max_daily_conversations_per_business") },
        "",
      );
    case "security":
      return say("security", { event: text("event") }, "FLAGGED");
    default:
      return say("other", { field }, "");
  }
}
