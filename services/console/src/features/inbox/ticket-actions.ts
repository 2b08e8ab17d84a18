/**
 * What is done with a ticket. It is shown at once and taken back if the server refuses; what can be undone says so for a
 * moment. Who was slower than a colleague is told who has the ticket.
 */

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useUsers } from "@/shared/api/lookups";
import { isProblem } from "@/shared/api/problems";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { toast } from "@/shared/ui/toast";
import { changeTicket } from "./changes";
import { news, type Patch } from "./news";
import type { Ticket } from "./ticket";

export type Priority = Ticket["priority"];

interface Step {
  /** How the ticket looks until the server has answered. */
  shown?: Patch;
  call: () => Promise<unknown>;
  /** What is said when it is done. */
  done?: string;
  undo?: () => Promise<unknown>;
}

export function useTicketActions(ticket: Ticket) {
  const t = useTranslations("inboxConversation");
  const client = useQueryClient();
  const words = useProblemWords();
  const users = useUsers();
  const { user } = useSession();
  const params = { path: { ticket_id: ticket.id } };

  function explain(error: unknown): string {
    if (!isProblem(error, "ticket-taken")) return words(error);
    const { assigneeId, params: given } = error.problem;
    const id = String(assigneeId ?? (given as Record<string, unknown> | undefined)?.assigneeId ?? "");
    const name = users.byId.get(id)?.name;
    return name ? t("did.takenBy", { name }) : words(error);
  }

  /** Does a step; answers whether it was done. */
  async function take({ shown, call, done, undo }: Step): Promise<boolean> {
    try {
      await changeTicket(client, ticket, shown ?? {}, call);
      if (done) {
        const action = undo && { label: t("did.undo"), onAction: () => void take({ call: undo }) };
        toast({ text: done, action, key: `ticket ${ticket.id}` });
      }
      return true;
    } catch (error) {
      toast({ tone: "danger", text: explain(error) });
      return false;
    }
  }

  const assign = (assigneeId: string | null) =>
    ask(api.POST("/api/v1/tickets/{ticket_id}/assign", { params, body: { assigneeId } }));
  const reopen = () => ask(api.POST("/api/v1/tickets/{ticket_id}/reopen", { params }));
  const giveBack = () => assign(ticket.assigneeId);
  const nameOf = (id: string | null) => (id ? (users.byId.get(id)?.name ?? "") : "");

  return {
    take: () =>
      take({
        shown: { assigneeId: user.id, status: "open", unread: 0, snoozedUntil: null },
        call: () => ask(api.POST("/api/v1/tickets/{ticket_id}/accept", { params })),
        done: ticket.assigneeId === user.id ? t("did.woken") : t("did.taken"),
        undo: ticket.assigneeId === user.id ? undefined : giveBack,
      }),
    takeOver: () =>
      take({
        shown: { assigneeId: user.id, status: "open", heldBy: null, heldUntil: null },
        call: () => ask(api.POST("/api/v1/tickets/{ticket_id}/take-over", { params })),
        done: t("did.taken"),
        undo: ticket.assigneeId ? giveBack : undefined,
      }),
    assign: (assigneeId: string | null) =>
      take({
        shown: { assigneeId, status: assigneeId ? "open" : "pending" },
        call: () => assign(assigneeId),
        done: assigneeId ? t("did.assigned", { name: nameOf(assigneeId) }) : t("did.unassigned"),
        undo: giveBack,
      }),
    transfer: (
      to: { queueId?: string | null; assigneeId?: string | null; note?: string | null },
      target: string,
    ) =>
      take({
        call: () => ask(api.POST("/api/v1/tickets/{ticket_id}/transfer", { params, body: to })),
        done: t("did.transferred", { target }),
      }),
    close: (reason?: string) =>
      take({
        shown: { status: "closed", closedAt: new Date().toISOString(), closeReason: reason ?? null },
        call: () =>
          ask(api.POST("/api/v1/tickets/{ticket_id}/close", { params, body: reason ? { reason } : null })),
        done: t("did.closed"),
        undo: reopen,
      }),
    reopen: () =>
      take({
        shown: { status: ticket.assigneeId ? "open" : "pending", closedAt: null, closeReason: null },
        call: reopen,
        done: t("did.reopened"),
      }),
    snooze: (until: string | null) =>
      take({
        shown: { status: "snoozed", snoozedUntil: until, unread: 0 },
        call: () => ask(api.POST("/api/v1/tickets/{ticket_id}/snooze", { params, body: { until } })),
        done: t("did.snoozed"),
        undo: giveBack,
      }),
    /** A snoozed ticket goes on, with who has it. */
    wake: () =>
      take({
        shown: { status: ticket.assigneeId ? "open" : "pending", snoozedUntil: null },
        call: giveBack,
        done: t("did.woken"),
      }),
    setPriority: (priority: Priority) =>
      take({
        shown: { priority },
        call: () => ask(api.PATCH("/api/v1/tickets/{ticket_id}", { params, body: { priority } })),
      }),
    setSubject: (subject: string | null) =>
      take({
        shown: { subject },
        call: () => ask(api.PATCH("/api/v1/tickets/{ticket_id}", { params, body: { subject } })),
      }),
    setTag: (tagId: string, isOn: boolean) => {
      const path = { params: { path: { ticket_id: ticket.id, tag_id: tagId } } };
      const others = ticket.tagIds.filter((id) => id !== tagId);
      return take({
        shown: { tagIds: isOn ? [...others, tagId] : others },
        call: () =>
          ask(
            isOn
              ? api.PUT("/api/v1/tickets/{ticket_id}/tags/{tag_id}", path)
              : api.DELETE("/api/v1/tickets/{ticket_id}/tags/{tag_id}", path),
          ),
      });
    },
    setParticipant: (userId: string, isOn: boolean) => {
      const path = { params: { path: { ticket_id: ticket.id, user_id: userId } } };
      const others = ticket.participantIds.filter((id) => id !== userId);
      return take({
        shown: { participantIds: isOn ? [...others, userId] : others },
        call: () =>
          ask(
            isOn
              ? api.PUT("/api/v1/tickets/{ticket_id}/participants/{user_id}", path)
              : api.DELETE("/api/v1/tickets/{ticket_id}/participants/{user_id}", path),
          ),
      });
    },
    markUnread: () =>
      take({
        shown: { unread: 1, myUnread: 1 },
        call: async () => {
          const answer = await ask(api.POST("/api/v1/tickets/{ticket_id}/unread", { params }));
          news.read(answer, 1);
          return answer;
        },
        done: t("did.unread"),
      }),
    runMacro: (macroId: string, name: string) =>
      take({
        call: () =>
          ask(
            api.POST("/api/v1/tickets/{ticket_id}/macros/{macro_id}", {
              params: { path: { ticket_id: ticket.id, macro_id: macroId } },
            }),
          ),
        done: t("did.macro", { name }),
      }),
  };
}

export type TicketActions = ReturnType<typeof useTicketActions>;
