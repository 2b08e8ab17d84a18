/** What the sockets tell of contacts, imports and jobs → the cache. */

import { useQueryClient } from "@tanstack/react-query";
import { useLive } from "@/shared/realtime/sockets";
import { contactKeys, dropContact, keepContact } from "./data";
import { keepImport } from "./imports";
import { isUnderWay, type Job, jobKeys, withJob } from "./jobs";

/** Keeps the screens of contacts as the company's are, while one of them is shown. */
export function useContactsLive(): void {
  const client = useQueryClient();
  useLive("chat", "contact.updated", ({ contact }) => keepContact(client, contact));
  useLive("chat", "contact.deleted", ({ contactId }) => dropContact(client, contactId));
  useLive("chat", "contact.merged", ({ contactId, mergedInto }) => {
    dropContact(client, contactId);
    void client.invalidateQueries({ queryKey: contactKeys.one(mergedInto) });
  });
  useLive("chat", "import.updated", (update) => {
    keepImport(client, update.import);
    // Contacts that an import makes are told of in no other way.
    if (update.import.status === "finished") void client.invalidateQueries({ queryKey: contactKeys.lists });
  });
  useLive("chat", "bulk.updated", ({ bulk }) => {
    client.setQueryData<Job[]>(jobKeys.list, (jobs) => jobs && withJob(jobs, bulk));
    if (bulk.subject === "contacts" && !isUnderWay(bulk) && bulk.action !== "export") {
      void client.invalidateQueries({ queryKey: contactKeys.lists });
    }
  });
}
