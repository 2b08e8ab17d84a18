/** A change that is made only if nobody else has changed the same meanwhile: which revision it is made of. */

import { ProblemError } from "./problems";

/** The header that names the revision; without one the change is made in any case. */
export const ifAt = (revision: number | undefined): { header?: { "if-match": string } } =>
  revision === undefined ? {} : { header: { "if-match": `"${revision}"` } };

/** Whether somebody else was first. */
export const isConflict = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.status === 412;

/** Returns the revision that the other one left. */
export function revisionOf(error: ProblemError): number | undefined {
  const { revision } = error.problem;
  return typeof revision === "number" ? revision : undefined;
}
