/** What follows from an attempt that failed: again, and when; or not, and why. */

import { isTemporary, NetworkError, ProblemError } from "../api/problems";
import type { Entry, Failure } from "./entry";

export type Outcome =
  | { kind: "again"; waitMs: number }
  | { kind: "signed-out" }
  | { kind: "failed"; failure: Failure };

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
const UNSEEN_ATTEMPTS = 8;

/** Decides on an entry, which was tried `entry.attempts` times. */
export function outcomeOf(error: unknown, entry: Entry, random: () => number = Math.random): Outcome {
  if (error instanceof ProblemError) {
    if (error.status === 401) return { kind: "signed-out" };
    if (isTemporary(error) || isUnseenFile(error, entry)) {
      const asked = error.retryAfter === undefined ? 0 : error.retryAfter * 1000;
      return { kind: "again", waitMs: Math.max(asked, backoff(entry.attempts, random)) };
    }
    return { kind: "failed", failure: { kind: "refused", problem: error.problem } };
  }
  if (error instanceof NetworkError) return { kind: "again", waitMs: backoff(entry.attempts, random) };
  return { kind: "failed", failure: { kind: "unreadable" } }; // The file is gone, or may not be read any more.
}

/** Grows from a second to half a minute, with some chance, so that tabs and agents do not all come back at once. */
function backoff(attempts: number, random: () => number): number {
  return Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS) * (0.75 + random() / 4);
}

/** Chat hears of an uploaded file a moment after the upload: until then it knows none by this id. */
function isUnseenFile(error: ProblemError, { attachment, attempts }: Entry): boolean {
  return (
    attachment?.mediaId !== undefined &&
    attempts < UNSEEN_ATTEMPTS &&
    Object.values(error.fields).some(({ code }) => code === "file_unknown")
  );
}
