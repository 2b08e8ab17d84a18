/** Where entries and drafts outlive the page: IndexedDB, a record for each, under its owner. */

import { createStore, del, delMany, entries, keys, promisifyRequest, type UseStore } from "idb-keyval";
import type { Entry, EntryStore } from "./entry";

/** Records of one kind, by owner and id. */
export class Records<T> {
  private readonly store: UseStore;

  constructor(database: string) {
    this.store = createStore(database, "records");
  }

  async ofOwner(owner: string): Promise<T[]> {
    const all = await entries<string, T>(this.store);
    return all.filter(([key]) => key.startsWith(`${owner}/`)).map(([, record]) => record);
  }

  /** Commits at once: a page that goes now answers nothing more, and what was not committed by then is lost. */
  put(owner: string, id: string, record: T): Promise<void> {
    return this.store("readwrite", (records) => {
      records.put(record, `${owner}/${id}`);
      records.transaction.commit();
      return promisifyRequest(records.transaction);
    });
  }

  remove(owner: string, id: string): Promise<void> {
    return del(`${owner}/${id}`, this.store);
  }

  async clear(owner: string): Promise<void> {
    const all = await keys<string>(this.store);
    await delMany(
      all.filter((key) => key.startsWith(`${owner}/`)),
      this.store,
    );
  }
}

/** The entries of the outbox. */
export function entryStore(database = "atende-outbox"): EntryStore {
  const records = new Records<Entry>(database);
  return {
    ofOwner: (owner) => records.ofOwner(owner),
    put: (entry) => records.put(entry.owner, entry.clientMessageId, entry),
    remove: (owner, id) => records.remove(owner, id),
    clear: (owner) => records.clear(owner),
  };
}
