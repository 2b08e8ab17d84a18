/**
 * What is typed and ticked on the way to a channel by WhatsApp Web. Until there is the channel it outlives a reload of
 * this tab, with the name of the attempt.
 */

import { useState } from "react";
import { useSession } from "@/shared/api/session";

export interface WebForm {
  isAccepted: boolean;
  name: string;
  groups: boolean;
  history: boolean;
  /** Names the attempt: the same one again, after a lost answer, makes no second channel. */
  attempt: string;
}

const newForm = (): WebForm => ({
  isAccepted: false,
  name: "",
  groups: false,
  history: true,
  attempt: crypto.randomUUID(),
});

interface KeptForm {
  form: WebForm;
  change: (changes: Partial<Omit<WebForm, "attempt">>) => void;
  /** There is the channel: what comes next is another one. */
  clear: () => void;
}

export function useWebForm(): KeptForm {
  const { user } = useSession();
  const key = `atende-web-channel:${user.id}`;
  const [form, setForm] = useState(() => kept(key) ?? newForm());
  return {
    form,
    change: (changes) => {
      // Another request than before is another attempt.
      const next = { ...form, ...changes, attempt: crypto.randomUUID() };
      setForm(next);
      sessionStorage.setItem(key, JSON.stringify(next));
    },
    clear: () => {
      setForm(newForm());
      sessionStorage.removeItem(key);
    },
  };
}

function kept(key: string): WebForm | undefined {
  const text = sessionStorage.getItem(key);
  if (text === null) return undefined;
  try {
    return { ...newForm(), ...(JSON.parse(text) as Partial<WebForm>) };
  } catch {
    return undefined; // The entry was not written by this form.
  }
}
