// What a socket tells of messages, people and groups, brought to the gateway as it comes.

import * as events from "./events.ts";
import type { Line } from "./line.ts";
import type { Outbox } from "./outbox.ts";
import type { Open, Timelock } from "./protocol.ts";
import type { Groups } from "./questions.ts";
import type { Socket } from "./socket.ts";

export type Listening = {
  open: Open;
  line: Line;
  outbox: Outbox;
  groups: Groups;
  /** What WhatsApp forbids the account at present. */
  timelock(): Timelock | undefined;
  guarded: Guard;
};

export type Guard = <Event extends unknown[]>(
  listener: (...event: Event) => void,
) => (...event: Event) => void;

/** Returns what makes listeners that do not throw: in Baileys' timers that would end the bridge with all sessions. */
export function guard(failed: (error: unknown) => void): Guard {
  return (listener) =>
    (...event) => {
      try {
        listener(...event);
      } catch (error) {
        failed(error);
      }
    };
}

export function listen({ ev, ws }: Socket, listening: Listening): void {
  const { open, line, outbox, groups, timelock, guarded } = listening;
  const owner = { session: open.session, generation: open.generation };
  let history = 0;
  ev.on(
    "messages.upsert",
    guarded((event) => outbox.add(events.messages(owner, event))),
  );
  ev.on(
    "messages.update",
    guarded((event) => outbox.add(events.updates(owner, event))),
  );
  ev.on(
    "message-receipt.update",
    guarded((event) => outbox.add(events.receipts(owner, event))),
  );
  ev.on(
    "lid-mapping.update",
    guarded((event) => outbox.add(events.lids(owner, [event]))),
  );
  ev.on(
    "messaging-history.set",
    guarded((event) => {
      const most = open.history === false ? 0 : events.MAX_HISTORY - history;
      history += event.messages.length;
      outbox.add(events.history(owner, event, most));
    }),
  );
  ev.on(
    "presence.update",
    guarded(({ id, presences }) => {
      for (const [participant, { lastKnownPresence: state, lastSeen }] of Object.entries(presences)) {
        const seen = lastSeen ? { seen: lastSeen } : {};
        line.write({ op: "presence", ...owner, chat: id, participant, state, ...seen });
      }
    }),
  );
  ev.on(
    "groups.update",
    guarded((changed) => {
      for (const { id } of changed) {
        groups.forget(id);
      }
    }),
  );
  ev.on(
    "group-participants.update",
    guarded(({ id }) => groups.forget(id)),
  );
  ws.on(
    "CB:ack,class:message",
    guarded(({ attrs }: { attrs: { id?: string; error?: string } }) => {
      if (attrs.id) {
        const error = attrs.error ? { error: attrs.error.slice(0, 32), timelock: timelock() } : {};
        line.write({ op: "ack", ...owner, messageId: attrs.id, ...error });
      }
    }),
  );
}
