/** The figures of now, pushed over the socket: asked for again when the connection is back, until nobody looks. */

import { realtime } from "@/shared/realtime/sockets";
import type { Live, LiveFilter } from "./data";

const REFUSED_MS = 2000;

export interface Watch {
  /** Asks for them again. */
  again: () => void;
  stop: () => void;
}

/** The watch of this page that began last. A connection has one: the next takes the place of the one before. */
let latest: object | undefined;

export function watchLive({ channel, queue }: LiveFilter, take: (figures: Live) => void): Watch {
  const mine = {};
  latest = mine;
  const channelId = channel ?? null;
  const queueId = queue ?? null;
  let isOver = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const later = (what: () => void) => {
    clearTimeout(retry);
    retry = setTimeout(what, REFUSED_MS);
  };
  const begin = () => {
    if (isOver) return;
    clearTimeout(retry);
    realtime
      .request("chat", "live", { channelId, queueId })
      .then((answer) => {
        if (!isOver && !answer.ok && answer.code === "too-many-requests") later(begin);
      })
      .catch(() => undefined); // `ready` follows once the connection is there.
  };
  const end = () => {
    if (latest !== mine) return;
    realtime
      .request("chat", "unlive", {})
      .then((answer) => {
        if (!answer.ok && answer.code === "too-many-requests") later(end);
      })
      .catch(() => undefined); // Without a connection nothing is pushed.
  };
  const stops = [
    realtime.on("chat", "ready", begin),
    realtime.on("chat", "live.changed", (figures) => {
      if (figures.channelId === channelId && figures.queueId === queueId) take(figures as Live);
    }),
  ];
  begin();
  return {
    again: begin,
    stop: () => {
      isOver = true;
      clearTimeout(retry);
      for (const stop of stops) stop();
      end();
    },
  };
}
