/** Sockets for tests, in place of the real ones: their state and their listeners. */

import { useEffect } from "react";

type Handler = (update: unknown) => void;

export const sockets = { state: "live", handlers: new Map<string, Set<Handler>>() };

export const useConnection = () => sockets.state;

export function useLive(_: string, event: string, handler: Handler): void {
  useEffect(() => {
    const handlers = sockets.handlers.get(event) ?? new Set();
    sockets.handlers.set(event, handlers.add(handler));
    return () => void handlers.delete(handler);
  });
}
