/**
 * The API as the console calls it: one client over the documents of all services, which share one origin.
 * Paths, parameters, bodies and answers are typed by what `make client` writes.
 */

import createClient, { type Client, type Middleware } from "openapi-fetch";

import { messageStore } from "../i18n/messages";
import { withAttempts } from "./attempts";
import type { operations as AuthOperations, paths as AuthPaths } from "./generated/auth";
import type { operations as CampaignOperations, paths as CampaignPaths } from "./generated/campaign";
import type { operations as ChatOperations, paths as ChatPaths } from "./generated/chat";
import type { operations as GatewayOperations, paths as GatewayPaths } from "./generated/provider-gateway";
import type { operations as ReportingOperations, paths as ReportingPaths } from "./generated/reporting";
import { NetworkError, problemOf } from "./problems";
import { session } from "./session";
import { transport } from "./transport";

export type Paths = AuthPaths & ChatPaths & CampaignPaths & GatewayPaths & ReportingPaths;
export type Operations = AuthOperations &
  ChatOperations &
  CampaignOperations &
  GatewayOperations &
  ReportingOperations;
export type ApiClient = Client<Paths>;

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;

/** The body that an operation takes, by its id: `RequestOf<"campaigns.create">`. */
export type RequestOf<Id extends keyof Operations> = Operations[Id] extends { requestBody: infer Body }
  ? Json<Body>
  : never;

/** What an operation answers with when all went well: `AnswerOf<"campaigns.get">`. */
export type AnswerOf<Id extends keyof Operations> = {
  [Status in keyof Operations[Id]["responses"] & (200 | 201 | 202)]: Json<
    Operations[Id]["responses"][Status]
  >;
}[keyof Operations[Id]["responses"] & (200 | 201 | 202)];

/** Returns a client; `token` is asked for each request, and may answer with undefined for public routes. */
export function createApi(baseUrl: string, token: () => Promise<string | undefined>): ApiClient {
  const client = createClient<Paths>({ baseUrl });
  const authorization: Middleware = {
    async onRequest({ request }) {
      const value = await token();
      if (value !== undefined) {
        request.headers.set("authorization", `Bearer ${value}`);
      }
      return request;
    },
  };
  client.use(authorization);
  return client;
}

const language = () => (messageStore.locale === "pt" ? "pt-BR" : "en");

/** Sends a request as the person who is signed in: for what the typed client is not made for, such as files. */
export const authorizedFetch = withAttempts(transport(session, language));

/** The client of this page. `ask` makes answers of what it returns. */
export const api: ApiClient = createClient<Paths>({ baseUrl: location.origin, fetch: authorizedFetch });

interface Called<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Returns the data of an answer; throws a `ProblemError`, or a `NetworkError` if none came. */
export async function ask<T>(call: Promise<Called<T>>): Promise<T> {
  return (await askWhere(call)).data;
}

/**
 * Returns the data, and where it stands in the company's updates (`Last-Event-Id`, of chat): an update with a number up
 * to it is in the data already, a later one comes over the socket.
 */
export async function askWhere<T>(
  call: Promise<Called<T>>,
): Promise<{ data: T; eventId: number | undefined }> {
  let called: Called<T>;
  try {
    called = await call;
  } catch (error) {
    // An answer that breaks off while it is read.
    throw error instanceof SyntaxError || error instanceof TypeError ? new NetworkError(error) : error;
  }
  const { data, error, response } = called;
  if (!response.ok) throw problemOf(response, error);
  const eventId = Number(response.headers.get("last-event-id") ?? Number.NaN);
  return { data: data as T, eventId: Number.isFinite(eventId) ? eventId : undefined };
}
