/** The small picture of an uploaded file, as long as its link is good. */

import { useQuery } from "@tanstack/react-query";
import { api, ask } from "@/shared/api/client";

/** Returns the address of a file's picture; undefined where there is none. */
export function usePicture(mediaId: string | null): string | undefined {
  const { data } = useQuery({
    queryKey: ["campaigns", "media", mediaId],
    queryFn: () =>
      ask(api.GET("/api/v1/media/{media_id}", { params: { path: { media_id: mediaId ?? "" } } })),
    enabled: mediaId !== null,
    staleTime: 4 * 60_000,
    // The picture is made a moment after the upload.
    refetchInterval: ({ state }) =>
      state.data && !state.data.thumbnailUrl && state.dataUpdateCount < 5 ? 2000 : false,
  });
  return data?.thumbnailUrl ?? undefined;
}
