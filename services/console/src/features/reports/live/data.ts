/** What stands now: read once, then pushed over the socket for as long as a screen shows it. */

import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useNow } from "use-intl";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { LIVE } from "@/shared/api/queries";
import { staleFor } from "./rules";
import { type Watch, watchLive } from "./watch";

export type Live = AnswerOf<"live.get">;
export type LiveAgent = Live["agents"][number];
export type LiveQueue = Live["queues"][number];

/** Which tickets are counted: of a channel, of a queue. */
export interface LiveFilter {
  channel?: string | undefined;
  queue?: string | undefined;
}

export interface Watched {
  query: UseQueryResult<Live>;
  /** What time it is, and when the figures came: by this browser's clock. */
  now: Date;
  cameAt: number;
  /** Since when nothing has come, if that is too long: the server sends every ten seconds. */
  staleSince: Date | undefined;
}

/** Returns the figures of now. When nothing has come for too long it asks again by itself. */
export function useLiveFigures({ channel, queue }: LiveFilter): Watched {
  const client = useQueryClient();
  const key = ["reports", "live", channel ?? "all", queue ?? "all"] as const;
  const query = useQuery({
    queryKey: key,
    queryFn: () =>
      ask(
        api.GET("/api/v1/live", {
          params: { query: { ...(channel && { channelId: channel }), ...(queue && { queueId: queue }) } },
        }),
      ),
    ...LIVE,
  });
  const watch = useWatching({ channel, queue }, (figures) => client.setQueryData(key, figures));
  const now = useNow({ updateInterval: 1000 });
  const cameAt = query.dataUpdatedAt;
  const missed = cameAt === 0 ? 0 : staleFor(now.getTime() - cameAt);
  const { refetch } = query;
  useEffect(() => {
    if (missed === 0) return;
    watch();
    void refetch();
  }, [missed, watch, refetch]);
  return { query, now, cameAt, staleSince: missed > 0 ? new Date(cameAt) : undefined };
}

/** Has figures pushed while the component is shown; returns what asks for them again. */
function useWatching({ channel, queue }: LiveFilter, take: (figures: Live) => void): () => void {
  const taken = useRef(take);
  const watch = useRef<Watch>(undefined);
  useEffect(() => {
    taken.current = take;
  });
  useEffect(() => {
    const begun = watchLive({ channel, queue }, (figures) => taken.current(figures));
    watch.current = begun;
    return begun.stop;
  }, [channel, queue]);
  const again = useRef(() => watch.current?.again());
  return again.current;
}
