/** What goes wrong with a request, as errors: a problem document of the API, or no answer at all. */

import type { components } from "./generated/auth";

/** Every error of the API (RFC 9457); `code` is for programs. Some carry further members, by their code. */
export type Problem = components["schemas"]["Problem"] & { [member: string]: unknown };
/** What is wrong with one field of a request. */
export type FieldProblem = components["schemas"]["FieldProblem"];

/** The API refused a request. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;
  /** What is wrong with each field, by its path, as `buttons.0.text`. */
  readonly fields: Readonly<Record<string, FieldProblem>>;
  /** Names the request in the servers' logs. */
  readonly requestId: string | undefined;
  /** In how many seconds it may be tried again, where the server says so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, headers: Headers = new Headers()) {
    super(`${problem.status} ${problem.code}`);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
    this.fields = Object.fromEntries((problem.errors ?? []).map((field) => [field.field, field]));
    this.requestId = problem.requestId ?? headers.get("x-request-id") ?? undefined;
    const seconds = Number(headers.get("retry-after") ?? Number.NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  }
}

/** No answer came: the network is away, or the server hung up. Whether the request was done is not known. */
export class NetworkError extends Error {
  constructor(cause?: unknown) {
    super("no answer", { cause });
    this.name = "NetworkError";
  }
}

/** Returns the error of an answer; one that is no problem document (of a proxy, say) has its status for a code. */
export function problemOf(response: Response, body: unknown): ProblemError {
  const given = typeof body === "object" && body !== null && "code" in body ? (body as Problem) : undefined;
  const unknown = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    code: `http-${response.status}`,
  } as unknown as Problem;
  return new ProblemError(given ?? unknown, response.headers);
}

/** Whether repeating the same request later may well succeed. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  return (
    error instanceof ProblemError && (error.status === 429 || error.status === 408 || error.status >= 500)
  );
}

/** Whether an error is the API's refusal with a code. */
export function isProblem(error: unknown, code: string): error is ProblemError {
  return error instanceof ProblemError && error.code === code;
}
