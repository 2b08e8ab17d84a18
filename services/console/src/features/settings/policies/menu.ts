/** The menu of queues that new customers are asked by. Pure. */

import type { Queue } from "@/shared/api/lookups";
import type { QueueMenu } from "./data";

export const MOST_OPTIONS = 10;
const LABEL = 24;

/** Returns a menu of the first queues. */
export function startMenu(queues: readonly Queue[], text: string, button: string): QueueMenu {
  return {
    text,
    style: "list",
    button,
    options: queues
      .slice(0, MOST_OPTIONS)
      .map(({ id, name }) => ({ queueId: id, label: name.slice(0, LABEL) })),
  };
}

/** What is wrong with a menu; none if it can be sent. */
export function menuProblem(menu: QueueMenu): "text" | "few" | "label" | "twice" | undefined {
  if (menu.text.trim() === "") return "text";
  if (menu.options.length < 2) return "few";
  if (menu.options.some(({ label }) => label.trim() === "")) return "label";
  const labels = menu.options.map(({ label }) => label.trim().toLowerCase());
  return new Set(labels).size < labels.length ? "twice" : undefined;
}

/** Returns the menu as a text, as customers get it with numbers. */
export function asText(menu: QueueMenu): string {
  const options = menu.options.map(({ label }, at) => `${at + 1} - ${label}`);
  return [menu.text, "", ...options].join("\n");
}
