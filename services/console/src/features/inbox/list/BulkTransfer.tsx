/** Hands the selected tickets to a queue or a colleague. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQueues, useUsers } from "@/shared/api/lookups";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import css from "./bulk.module.css";

export interface Transfer {
  /** Undefined: they stay in their queues; null: in none. */
  queueId: string | null | undefined;
  /** Null: whoever takes them. */
  assigneeId: string | null;
}

interface Props {
  title: string;
  onClose: () => void;
  onTransfer: (transfer: Transfer) => void;
}

const SAME = "same";
const NONE = "none";

export function BulkTransfer({ title, onClose, onTransfer }: Props) {
  const t = useTranslations("inbox");
  const queues = useQueues().list;
  const users = useUsers().list.filter((user) => user.status === "active" && user.role !== "viewer");
  const [queue, setQueue] = useState(SAME);
  const [agent, setAgent] = useState(NONE);
  const submit = () => {
    onClose();
    onTransfer({
      queueId: queue === SAME ? undefined : queue === NONE ? null : queue,
      assigneeId: agent === NONE ? null : agent,
    });
  };
  return (
    <Dialog
      title={title}
      open
      size="small"
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary">
            {t("transfer.action")}
          </Button>
        </>
      }
    >
      <div className={css.fields}>
        {queues.length > 0 && (
          <Field label={t("transfer.queue")}>
            <NativeSelect
              value={queue}
              onValue={setQueue}
              options={[
                { value: SAME, label: t("transfer.sameQueue") },
                ...queues.map(({ id, name }) => ({ value: id, label: name })),
                { value: NONE, label: t("filter.noQueue") },
              ]}
            />
          </Field>
        )}
        <Field label={t("transfer.agent")}>
          <NativeSelect
            value={agent}
            onValue={setAgent}
            options={[
              { value: NONE, label: t("transfer.anyone") },
              ...users.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Field>
      </div>
    </Dialog>
  );
}
