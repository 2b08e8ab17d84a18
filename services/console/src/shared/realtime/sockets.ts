/** The one connection of this page, typed by docs/asyncapi.json, and how screens listen to it. */

import { useEffect, useRef, useSyncExternalStore } from "react";
import { io } from "socket.io-client";
import type {
  CampaignsEvents,
  CampaignsRequests,
  ChannelsEvents,
  ChannelsRequests,
  ChatEvents,
  ChatRequests,
} from "../api/generated/asyncapi";
import { session } from "../api/session";
import type { ConnectionState } from "./connectionStatus";
import type { NamespaceSocket } from "./namespaceSocket";
import { SocketManager } from "./socketManager";

interface Events {
  chat: ChatEvents;
  campaigns: CampaignsEvents;
  channels: ChannelsEvents;
}
interface Requests {
  chat: ChatRequests;
  campaigns: CampaignsRequests;
  channels: ChannelsRequests;
}
export type Namespace = keyof Events;
export type EventName<Name extends Namespace> = keyof Events[Name] & string;
/** What an event brings: `Update<"chat", "ticket.updated">`. */
export type Update<Name extends Namespace, Event extends EventName<Name>> = Events[Name][Event] extends (
  update: infer Given,
) => void
  ? Given
  : never;
type Request<Name extends Namespace> = keyof Requests[Name] & string;
type Body<Name extends Namespace, Asked extends Request<Name>> = Requests[Name][Asked] extends (
  request: infer Given,
  answer: never,
) => void
  ? Given
  : never;
type Answer<Name extends Namespace, Asked extends Request<Name>> = Requests[Name][Asked] extends (
  request: never,
  answer: (given: infer Given) => void,
) => void
  ? Given
  : never;

const manager = new SocketManager(
  (namespace, auth) =>
    io(`${location.origin}/${namespace}`, {
      transports: ["websocket"],
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      auth,
    }) as NamespaceSocket,
  session,
);

/** What goes over the sockets. */
export const realtime = {
  get state(): ConnectionState {
    return manager.state;
  },
  subscribeState: manager.subscribeState,
  onResync: (handler: () => void): (() => void) => manager.onResync(handler),
  on<Name extends Namespace, Event extends EventName<Name>>(
    namespace: Name,
    event: Event,
    handler: (update: Update<Name, Event>) => void,
  ): () => void {
    return manager.on(namespace, event, handler);
  },
  /** Asks for something, such as `view` and `typing`. Throws if the connection is away. */
  async request<Name extends Namespace, Asked extends Request<Name>>(
    namespace: Name,
    event: Asked,
    body: Body<Name, Asked>,
  ): Promise<Answer<Name, Asked>> {
    return (await manager.request(namespace, event, body)) as Answer<Name, Asked>;
  },
  manager,
};

/** Handles an event while the component is shown. */
export function useLive<Name extends Namespace, Event extends EventName<Name>>(
  namespace: Name,
  event: Event,
  handler: (update: Update<Name, Event>) => void,
): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => realtime.on(namespace, event, (update) => latest.current(update)), [namespace, event]);
}

/** Returns what the bar says of the connection. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(realtime.subscribeState, () => realtime.state);
}
