/** What is typed on the way to a connected number. It is kept in the page only: there are secrets in it. */

import { newVerifyToken } from "../verifyToken";

export interface NumberForm {
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhone: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  /** Names the attempt: the same one again, after a lost answer, makes no second channel. */
  attempt: string;
  /** The channel that was made of it. */
  madeId?: string;
}

/** Returns an empty form with a word and a name of its own. */
export const newForm = (): NumberForm => ({
  name: "",
  phoneNumberId: "",
  wabaId: "",
  displayPhone: "",
  accessToken: "",
  appSecret: "",
  verifyToken: newVerifyToken(),
  attempt: crypto.randomUUID(),
});

/** Returns digits of what was pasted, with spaces and all. */
export const digits = (pasted: string) => pasted.replace(/\D/g, "");

/** Whether an id looks like one of Meta's; a telephone number, which is often pasted instead, is recognised. */
export function idProblem(id: string, phone: string): "missing" | "phone" | "short" | undefined {
  if (id === "") return "missing";
  if (phone !== "" && digits(phone).endsWith(id)) return "phone";
  return id.length < 10 ? "short" : undefined;
}
