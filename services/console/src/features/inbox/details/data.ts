/** What stands beside a conversation: its contact, its promises and rating, its files, and what else there is. */

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { LIVE } from "@/shared/api/queries";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { realtime } from "@/shared/realtime/sockets";
import { toast } from "@/shared/ui/toast";
import type { Ticket } from "../ticket";

export type Contact = AnswerOf<"contacts.get">;
export type ContactChange = RequestOf<"contacts.update">;
export type Scheduled = AnswerOf<"scheduledMessages.listOfTicket">["items"][number];

/** Who goes through tickets one after the other waits for no details of them. */
const SETTLED_MS = 350;

/** Returns true once the same ticket has been looked at for a moment. */
export function useSettled(ticketId: string): boolean {
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(ticketId), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [ticketId]);
  return settled === ticketId;
}

const contactKey = (contactId: string) => ["inbox", "contact", contactId] as const;

function putContact(client: QueryClient, contact: Contact): void {
  client.setQueryData<Contact>(contactKey(contact.id), (known) =>
    known && known.revision > contact.revision ? known : contact,
  );
}

export function useContact(contactId: string, enabled: boolean) {
  const client = useQueryClient();
  const mayRead = useMay("contacts:read");
  useEffect(
    () =>
      realtime.on("chat", "contact.updated", ({ contact }) => {
        if (contact.id === contactId && client.getQueryData(contactKey(contactId)))
          putContact(client, contact as Contact);
      }),
    [client, contactId],
  );
  return useQuery({
    queryKey: contactKey(contactId),
    queryFn: () =>
      ask(api.GET("/api/v1/contacts/{contact_id}", { params: { path: { contact_id: contactId } } })),
    enabled: enabled && mayRead,
    ...LIVE,
  });
}

/** Returns how to change the contact: shown at once, taken back with the reason if it is refused. */
export function useContactChanges(contact: Contact) {
  const client = useQueryClient();
  const words = useProblemWords();
  const path = { contact_id: contact.id };

  async function run(shown: Partial<Contact>, call: () => Promise<Contact>): Promise<boolean> {
    client.setQueryData<Contact>(contactKey(contact.id), (held) => held && { ...held, ...shown });
    try {
      putContact(client, await call());
      return true;
    } catch (error) {
      client.setQueryData<Contact>(contactKey(contact.id), (held) =>
        held && held.revision > contact.revision ? held : contact,
      );
      toast({ tone: "danger", text: words(error) });
      return false;
    }
  }

  return {
    change: ({ customFields, ...body }: ContactChange) =>
      run(shownAfter(contact, { customFields, ...body }), () =>
        ask(
          api.PATCH("/api/v1/contacts/{contact_id}", {
            params: { path },
            body: customFields ? { ...body, customFields } : body,
          }),
        ),
      ),
    block: (isBlocked: boolean) =>
      run({ blockedAt: isBlocked ? new Date().toISOString() : null }, () =>
        ask(
          isBlocked
            ? api.POST("/api/v1/contacts/{contact_id}/block", { params: { path } })
            : api.DELETE("/api/v1/contacts/{contact_id}/block", { params: { path } }),
        ),
      ),
  };
}

/** Returns what a change makes of what is shown; a field without a value goes. */
export function shownAfter(contact: Contact, { customFields, ...rest }: ContactChange): Partial<Contact> {
  const shown = rest as Partial<Contact>;
  if (!customFields) return shown;
  const fields = { ...contact.customFields };
  for (const [name, value] of Object.entries(customFields)) {
    if (value === null) delete fields[name];
    else fields[name] = value;
  }
  return { ...shown, customFields: fields };
}

/** The promises to the customer; asked for only where one runs. */
export function useSla(ticket: Ticket, enabled: boolean) {
  return useQuery({
    queryKey: ["inbox", "sla", ticket.id, ticket.dueAt, ticket.status],
    queryFn: () =>
      ask(api.GET("/api/v1/tickets/{ticket_id}/sla", { params: { path: { ticket_id: ticket.id } } })),
    enabled: enabled && ticket.dueAt !== null,
    staleTime: 60_000,
  });
}

/** What the customer said of the ticket; null: they were not asked. */
export function useRating(ticket: Ticket, enabled: boolean) {
  const client = useQueryClient();
  const key = ["inbox", "rating", ticket.id];
  useEffect(
    () =>
      realtime.on("chat", "ticket.rated", (update) => {
        if (update.ticketId === ticket.id)
          void client.invalidateQueries({ queryKey: ["inbox", "rating", ticket.id] });
      }),
    [client, ticket.id],
  );
  return useQuery({
    queryKey: key,
    queryFn: async () => {
      const { data, response } = await api.GET("/api/v1/tickets/{ticket_id}/satisfaction", {
        params: { path: { ticket_id: ticket.id } },
      });
      if (response.status === 404) return null;
      return data ?? null;
    },
    enabled: enabled && ticket.status === "closed",
    ...LIVE,
  });
}

export function useAttachments(ticketId: string, enabled: boolean) {
  return useQuery({
    queryKey: ["inbox", "attachments", ticketId],
    queryFn: () =>
      ask(
        api.GET("/api/v1/tickets/{ticket_id}/attachments", {
          params: { path: { ticket_id: ticketId }, query: { limit: 60 } },
        }),
      ),
    enabled,
    staleTime: 30_000,
  });
}

/** The other tickets of the contact, the newest first. */
export function useEarlier(ticket: Ticket, enabled: boolean) {
  return useQuery({
    queryKey: ["inbox", "earlier", ticket.contact.id],
    queryFn: async () => {
      const query = { contactId: ticket.contact.id, limit: 20 };
      return (await ask(api.GET("/api/v1/tickets", { params: { query } }))).items;
    },
    enabled: enabled && ticket.groupId === null,
    select: (rows) => rows.filter((row) => row.id !== ticket.id),
    staleTime: 30_000,
  });
}

export function useScheduled(ticketId: string, enabled: boolean) {
  const client = useQueryClient();
  const words = useProblemWords();
  const t = useTranslations("inboxDetails");
  const queryKey = ["scheduled", ticketId];
  useEffect(
    () =>
      realtime.on("chat", "scheduled_message.updated", () => {
        void client.invalidateQueries({ queryKey: ["scheduled", ticketId] });
      }),
    [client, ticketId],
  );
  const query = useQuery({
    queryKey,
    queryFn: async () => {
      const params = { path: { ticket_id: ticketId }, query: { status: "scheduled" as const, limit: 50 } };
      return (await ask(api.GET("/api/v1/tickets/{ticket_id}/scheduled-messages", { params }))).items;
    },
    enabled,
    ...LIVE,
  });
  async function cancel(scheduled: Scheduled) {
    client.setQueryData<Scheduled[]>(queryKey, (held) => held?.filter((each) => each.id !== scheduled.id));
    try {
      await ask(
        api.DELETE("/api/v1/scheduled-messages/{scheduled_id}", {
          params: { path: { scheduled_id: scheduled.id } },
        }),
      );
      toast({ text: t("scheduled.cancelled") });
    } catch (error) {
      void client.invalidateQueries({ queryKey });
      toast({ tone: "danger", text: words(error) });
    }
  }
  async function move(scheduled: Scheduled, sendAt: Date): Promise<string | null> {
    try {
      const params = { path: { scheduled_id: scheduled.id } };
      await ask(
        api.PATCH("/api/v1/scheduled-messages/{scheduled_id}", {
          params,
          body: { sendAt: sendAt.toISOString() },
        }),
      );
      void client.invalidateQueries({ queryKey });
      return null;
    } catch (error) {
      return words(error);
    }
  }
  return { query, cancel, move };
}
