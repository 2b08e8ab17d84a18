/**
 * Every key of the console, once: the handler, the help of `?` and the tooltips are made from this table.
 *
 * `keys` are what may be pressed: a single key (`j`), a sequence (`g i`), or one with the system's command key (`Mod+k`:
 * Ctrl, on a Mac Cmd). Alt is never used, it belongs to the browser's menus. What each does is said in
 * `messages/{pt,en}.json`, by its id.
 */

export const GROUPS = ["go", "list", "ticket", "composer", "everywhere"] as const;
export type Group = (typeof GROUPS)[number];

export interface Binding {
  keys: readonly string[];
  group: Group;
  /** Handled by the part that has the focus (the composer), not by the document. */
  inField?: true;
}

export const BINDINGS = {
  goInbox: { keys: ["g i"], group: "go" },
  goContacts: { keys: ["g c"], group: "go" },
  goCampaigns: { keys: ["g m"], group: "go" },
  goChannels: { keys: ["g h"], group: "go" },
  goReports: { keys: ["g r"], group: "go" },
  goSettings: { keys: ["g s"], group: "go" },

  listNext: { keys: ["j"], group: "list" },
  listPrevious: { keys: ["k"], group: "list" },
  listOpen: { keys: ["Enter"], group: "list" },
  listSelect: { keys: ["x"], group: "list" },
  viewPrevious: { keys: ["["], group: "list" },
  viewNext: { keys: ["]"], group: "list" },
  search: { keys: ["/"], group: "list" },

  ticketReply: { keys: ["r"], group: "ticket" },
  ticketNote: { keys: ["n"], group: "ticket" },
  ticketTake: { keys: ["a"], group: "ticket" },
  ticketTransfer: { keys: ["t"], group: "ticket" },
  ticketClose: { keys: ["e"], group: "ticket" },
  ticketReopen: { keys: ["Shift+E"], group: "ticket" },
  ticketSnooze: { keys: ["z"], group: "ticket" },
  ticketUnread: { keys: ["u"], group: "ticket" },
  ticketTags: { keys: ["l"], group: "ticket" },
  messageQuote: { keys: ["q"], group: "ticket" },
  messageReact: { keys: ["+"], group: "ticket" },
  ticketLeave: { keys: ["Escape"], group: "ticket" },

  composerSend: { keys: ["Enter"], group: "composer", inField: true },
  composerSendAlways: { keys: ["Mod+Enter"], group: "composer", inField: true },
  composerNewLine: { keys: ["Shift+Enter"], group: "composer", inField: true },
  composerQuickReply: { keys: ["/"], group: "composer", inField: true },
  composerEmoji: { keys: [":"], group: "composer", inField: true },
  composerMention: { keys: ["@"], group: "composer", inField: true },

  commands: { keys: ["Mod+k"], group: "everywhere" },
  help: { keys: ["?"], group: "everywhere" },
} as const satisfies Record<string, Binding>;

export type CommandId = keyof typeof BINDINGS;

export const COMMANDS = Object.keys(BINDINGS) as CommandId[];

export function bindingOf(id: CommandId): Binding {
  return BINDINGS[id];
}

/** Whether a command works without a command key, so that it can be switched off (WCAG 2.1.4). */
export function isSingleKey(keys: string): boolean {
  return !keys.startsWith("Mod+");
}
