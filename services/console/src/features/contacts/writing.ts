/** Writing to a contact first: the templates of a channel, and opening the ticket. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { api, ask, type RequestOf } from "@/shared/api/client";
import { everyPage } from "@/shared/api/lookups";
import { FOR_A_MINUTE } from "@/shared/api/queries";

export function useOpenTicket() {
  return useMutation({
    mutationFn: (body: RequestOf<"tickets.open">) => ask(api.POST("/api/v1/tickets", { body })),
  });
}

/** The approved templates of a channel, by name. */
export function useTemplates(channelId: string | null) {
  return useQuery({
    queryKey: ["contacts", "templates", channelId],
    queryFn: () =>
      everyPage((cursor) =>
        ask(
          api.GET("/api/v1/channels/{channel_id}/templates", {
            params: {
              path: { channel_id: channelId ?? "" },
              query: { status: "APPROVED", cursor, limit: 100 },
            },
          }),
        ),
      ),
    enabled: channelId !== null,
    ...FOR_A_MINUTE,
  });
}
