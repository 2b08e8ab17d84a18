/** How the client is used. It is compiled by `make client-check`, and so are the mistakes that it must refuse. */

import { type AnswerOf, createApi, type RequestOf } from "./client";
import type { ChatEvents } from "./generated/asyncapi";
import type { Problem } from "./problems";

export async function startCampaign(campaignId: string): Promise<AnswerOf<"campaigns.start"> | Problem> {
  const api = createApi("https://atende.example", async () => "token");
  const { data, error } = await api.POST("/api/v1/campaigns/{campaign_id}/start", {
    params: { path: { campaign_id: campaignId } },
    body: {},
  });
  return data ?? error;
}

export async function reply(ticketId: string, text: string): Promise<AnswerOf<"tickets.reply"> | undefined> {
  const api = createApi("https://atende.example", async () => "token");
  const { data } = await api.POST("/api/v1/tickets/{ticket_id}/messages", {
    params: { path: { ticket_id: ticketId } },
    body: { text, clientMessageId: crypto.randomUUID() },
  });
  return data;
}

export async function namesOfCampaigns(): Promise<string[]> {
  const api = createApi("https://atende.example", async () => "token");
  const names: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { data } = await api.GET("/api/v1/campaigns", { params: { query: { cursor, limit: 100 } } });
    names.push(...(data?.items ?? []).map((campaign) => campaign.name));
    cursor = data?.nextCursor ?? null;
  }
  return names;
}

/** Of a partial change only what is to change is given. */
export const renamed: RequestOf<"channels.update"> = { name: "Support" };

/** Updates are typed by their names, as `Socket<ChatEvents>` of socket.io-client takes them. */
export const onTicket: ChatEvents["ticket.updated"] = (update) => {
  document.title = `${update.ticket.contact.name ?? update.ticket.id} (${update.id})`;
};

export async function mistakes(): Promise<void> {
  const api = createApi("https://atende.example", async () => undefined);
  // @ts-expect-error There is no such path.
  await api.GET("/api/v1/nothing");
  // @ts-expect-error The campaign is not named.
  await api.GET("/api/v1/campaigns/{campaign_id}");
  // @ts-expect-error `disable` is no state.
  const wrong: RequestOf<"channels.update"> = { status: "disable" };
  void wrong;
}
