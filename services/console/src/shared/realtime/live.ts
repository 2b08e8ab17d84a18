/**
 * What happens in the company, live: a Socket.IO connection to one namespace, typed by what `make client` writes.
 * It catches up after each reconnection, and goes on under new tokens.
 */

import { io, type Socket } from "socket.io-client";

import type {
  CampaignsEvents,
  CampaignsRequests,
  ChannelsEvents,
  ChannelsRequests,
  ChatEvents,
  ChatRequests,
} from "../api/client";

interface Namespaces {
  chat: Socket<ChatEvents, ChatRequests>;
  campaigns: Socket<CampaignsEvents, CampaignsRequests>;
  channels: Socket<ChannelsEvents, ChannelsRequests>;
}

/** A socket that is connected to a namespace, and how to have it go on under a new token. */
export interface Live<Name extends keyof Namespaces> {
  socket: Namespaces[Name];
  /** Send the current token; do it before the one that the connection has expires. */
  renew(): Promise<Parameters<Parameters<ChatRequests["renew"]>[1]>[0]>;
}

interface Numbered {
  id?: number;
  lastEventId?: number;
}

/** Connects; `token` is asked for each connection and each renewal, and `lastEventId` is what was seen before. */
export function connect<Name extends keyof Namespaces>(
  baseUrl: string,
  name: Name,
  token: () => Promise<string>,
  lastEventId?: number,
): Live<Name> {
  let seen = lastEventId;
  const socket: Socket<ChatEvents, ChatRequests> = io(`${baseUrl}/${name}`, {
    transports: ["websocket"],
    auth: (handshake) => {
      void token().then((value) =>
        handshake(seen === undefined ? { token: value } : { token: value, lastEventId: seen }),
      );
    },
  });
  socket.onAny((_event: string, update: Numbered) => {
    seen = update.id ?? update.lastEventId ?? seen;
  });
  return {
    socket: socket as unknown as Namespaces[Name],
    renew: async () => socket.emitWithAck("renew", { token: await token() }),
  };
}
