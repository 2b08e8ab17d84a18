/** What of a campaign's form is not on the server yet, kept in this browser until it is: over a reload, a crash, a cut. */

import { createStore, del, get, set } from "idb-keyval";
import type { CampaignForm } from "./form";

export interface Unsaved {
  /** The sections that were changed, as they were before. */
  base: Partial<CampaignForm>;
  /** And as they were typed. */
  form: Partial<CampaignForm>;
}

let store: ReturnType<typeof createStore> | undefined;
const opened = () => {
  store ??= createStore("atende-campaigns", "unsaved");
  return store;
};

/** Returns what was left unsaved of a campaign. Without a database there is nothing. */
export async function readUnsaved(key: string): Promise<Unsaved | undefined> {
  try {
    return await get<Unsaved>(key, opened());
  } catch {
    return undefined; // Private windows of some browsers have no database.
  }
}

/** Keeps what is unsaved; nothing unsaved forgets it. */
export async function keepUnsaved(key: string, unsaved: Unsaved | undefined): Promise<void> {
  try {
    await (unsaved ? set(key, unsaved, opened()) : del(key, opened()));
  } catch {
    // See above: the page still has it.
  }
}
