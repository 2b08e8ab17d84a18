/** What the sockets tell of channels and templates → what is read again. */

import { useQueryClient } from "@tanstack/react-query";
import { useLive } from "@/shared/realtime/sockets";
import { keys } from "./data";

/** Keeps what is shown of channels as it is at the provider. */
export function useChannelsLive(): void {
  const client = useQueryClient();
  useLive("channels", "channel.changed", ({ channelId }) => {
    void client.invalidateQueries({ queryKey: keys.health(channelId) });
    void client.invalidateQueries({ queryKey: keys.news(channelId) });
  });
  // All channels of an account have its templates; which account a channel is of, the update does not say.
  useLive("channels", "template.changed", () => {
    void client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === "channels" && queryKey[2] === "templates",
    });
  });
}
