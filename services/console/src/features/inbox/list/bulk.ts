/** Actions on many tickets: asked for once, done by the server in the background, told of when they are done. */

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { useProblemWords } from "@/shared/api/words";
import { realtime } from "@/shared/realtime/sockets";
import { toast } from "@/shared/ui/toast";

export type BulkAction = RequestOf<"bulk.tickets">["action"];
type Progress = AnswerOf<"bulk.tickets">;

const isOver = ({ status }: Progress) => status !== "queued" && status !== "running";

/** Calls back when a bulk action has ended. */
function whenOver(first: Progress, done: (last: Progress) => void): void {
  if (isOver(first)) {
    done(first);
    return;
  }
  const stop = realtime.on("chat", "bulk.updated", ({ bulk }) => {
    if (bulk.id !== first.id || !isOver(bulk)) return;
    stop();
    done(bulk);
  });
}

export function useBulk() {
  const t = useTranslations("inbox");
  const words = useProblemWords();
  const tell = ({ changed, failed, missing, status }: Progress) => {
    const left = failed + missing;
    if (status === "finished" && left === 0) {
      toast({ tone: "good", text: t("bulk.done", { count: changed }) });
    } else {
      toast({ tone: "danger", text: t("bulk.doneInPart", { count: changed, failed: left }) });
    }
  };
  return useMutation({
    mutationFn: ({ ids, action }: { ids: readonly string[]; action: BulkAction }) =>
      ask(
        api.POST("/api/v1/bulk/tickets", {
          body: { action, ids: [...ids], clientKey: crypto.randomUUID() },
        }),
      ),
    onSuccess: (progress) => whenOver(progress, tell),
    onError: (error) => toast({ tone: "danger", text: words(error) }),
  });
}
