/** Archives a queue: where its tickets go. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Queue, useQueues } from "@/shared/api/lookups";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { FormDialog } from "../parts/FormDialog";
import { NO_QUEUE, queueOptions } from "../parts/queueOptions";
import { archiveQueue } from "./data";

export function ArchiveDialog({ queue, onClose }: { queue: Queue; onClose: () => void }) {
  const t = useTranslations("settingsQueues");
  const { list } = useQueues();
  const [into, setInto] = useState(NO_QUEUE);
  const others = list.filter(({ id }) => id !== queue.id);
  return (
    <FormDialog
      size="small"
      title={t("archive.title", { name: queue.name })}
      text={t("archive.text")}
      action={t("archive.action")}
      fields={["targetQueueId"]}
      onSend={() => archiveQueue(queue.id, into || null)}
      onClose={onClose}
    >
      {(errorOf) => (
        <Field label={t("archive.into")} error={errorOf("targetQueueId")}>
          <NativeSelect value={into} onValue={setInto} options={queueOptions(others, t("archive.nowhere"))} />
        </Field>
      )}
    </FormDialog>
  );
}
