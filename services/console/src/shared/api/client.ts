/**
 * The API as the console calls it: one client over the documents of all services, which share one origin.
 * Paths, parameters, bodies and answers are typed by what `make client` writes.
 */

import createClient, { type Client, type Middleware } from "openapi-fetch";

import type {
  operations as AuthOperations,
  components as AuthParts,
  paths as AuthPaths,
} from "./generated/auth";
import type { operations as CampaignOperations, paths as CampaignPaths } from "./generated/campaign";
import type { operations as ChatOperations, paths as ChatPaths } from "./generated/chat";
import type { operations as GatewayOperations, paths as GatewayPaths } from "./generated/provider-gateway";
import type { operations as ReportingOperations, paths as ReportingPaths } from "./generated/reporting";

export type {
  CampaignsEvents,
  CampaignsRequests,
  ChannelsEvents,
  ChannelsRequests,
  ChatEvents,
  ChatRequests,
} from "./generated/asyncapi";

export type Paths = AuthPaths & ChatPaths & CampaignPaths & GatewayPaths & ReportingPaths;
export type Operations = AuthOperations &
  ChatOperations &
  CampaignOperations &
  GatewayOperations &
  ReportingOperations;
export type ApiClient = Client<Paths>;

/** Every error of the API (RFC 9457); `code` is for programs. */
export type Problem = AuthParts["schemas"]["Problem"];

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
