/** Files into a draft: dropped, pasted or chosen. Those that WhatsApp does not take are named, with the reason. */

import { type DragEvent, useCallback, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { drafts } from "@/shared/outbox/drafts";
import { toast } from "@/shared/ui/toast";
import { judged } from "./attachments";

const MOST_FILES = 10;

export function useFiles(ticketId: string, isTaking: boolean) {
  const t = useTranslations("inboxComposer");
  const [isOver, setOver] = useState(false);
  const depth = useRef(0);

  const add = useCallback(
    (given: Iterable<File>) => {
      const held = drafts.get(ticketId, "reply").files;
      const files = [...held];
      for (const file of given) {
        const verdict = judged(file);
        if ("refusal" in verdict) {
          toast({ tone: "danger", text: t(`refused.${verdict.refusal}`, { name: file.name }) });
        } else if (files.length >= MOST_FILES) {
          toast({ tone: "danger", text: t("refused.many", { most: MOST_FILES }), key: "too many files" });
        } else {
          files.push({ id: crypto.randomUUID(), blob: file, name: file.name, mediaType: verdict.mediaType });
        }
      }
      if (files.length > held.length) drafts.change(ticketId, "reply", { files });
    },
    [ticketId, t],
  );

  const hasFiles = (event: DragEvent) => isTaking && event.dataTransfer.types.includes("Files");
  const drop = {
    onDragEnter: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth.current += 1;
      setOver(true);
    },
    onDragOver: (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    },
    onDragLeave: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth.current -= 1;
      if (depth.current <= 0) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      add(event.dataTransfer.files);
    },
  };
  return { add, drop, isOver };
}
