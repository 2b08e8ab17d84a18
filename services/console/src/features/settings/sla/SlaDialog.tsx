/** What is promised to the customers of a queue: how soon they are answered, and by when it is done. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQueues } from "@/shared/api/lookups";
import { Checkbox } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { NumberInput } from "@/shared/ui/NumberInput";
import { DurationInput } from "../parts/DurationInput";
import { FormDialog } from "../parts/FormDialog";
import css from "../parts/parts.module.css";
import { NO_QUEUE, queueOptions } from "../parts/queueOptions";
import { createPolicy, type SlaPolicy, updatePolicy } from "./data";

const PROMISES = ["firstReplyMinutes", "nextReplyMinutes", "resolutionMinutes"] as const;

interface SlaDialogProps {
  policy?: SlaPolicy;
  /** Queues that have a policy; null stands for all others. */
  taken: ReadonlySet<string | null>;
  onClose: () => void;
}

export function SlaDialog({ policy, taken, onClose }: SlaDialogProps) {
  const t = useTranslations("settingsSla");
  const { list: queues } = useQueues();
  const free = queueOptions(queues, t("allQueues")).filter(({ value }) => !taken.has(value || null));
  const [queueId, setQueueId] = useState(free[0]?.value ?? NO_QUEUE);
  const [promises, setPromises] = useState<Record<(typeof PROMISES)[number], number | null>>({
    firstReplyMinutes: policy ? policy.firstReplyMinutes : 15,
    nextReplyMinutes: policy?.nextReplyMinutes ?? null,
    resolutionMinutes: policy?.resolutionMinutes ?? null,
  });
  const [warnPercent, setWarnPercent] = useState<number | null>(policy?.warnPercent ?? 80);
  const [businessHours, setBusinessHours] = useState(policy?.businessHours ?? true);
  const [pausesForCustomer, setPauses] = useState(policy?.pausesForCustomer ?? true);
  const body = { ...promises, warnPercent: warnPercent ?? 80, businessHours, pausesForCustomer };
  return (
    <FormDialog
      title={policy ? t("change") : t("create")}
      fields={["queueId", ...PROMISES, "warnPercent"]}
      check={() => ({
        firstReplyMinutes: PROMISES.every((name) => promises[name] === null)
          ? t("promiseMissing")
          : undefined,
      })}
      revision={policy?.revision}
      onSend={(revision) =>
        policy ? updatePolicy(policy.id, body, revision) : createPolicy({ ...body, queueId: queueId || null })
      }
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          {!policy && (
            <Field label={t("queue")} error={errorOf("queueId")}>
              <NativeSelect value={queueId} onValue={setQueueId} options={free} />
            </Field>
          )}
          {PROMISES.map((name) => (
            <Field key={name} label={t(name)} hint={t(`${name}Hint`)} error={errorOf(name)} optional>
              <DurationInput
                label={t(name)}
                value={promises[name]}
                onValue={(minutes) => setPromises({ ...promises, [name]: minutes })}
              />
            </Field>
          ))}
          <Field label={t("warnPercent")} hint={t("warnPercentHint")} error={errorOf("warnPercent")}>
            <NumberInput min={10} max={99} value={warnPercent} onValue={setWarnPercent} />
          </Field>
          <div className={css.stack}>
            <Checkbox
              label={t("businessHours")}
              hint={t("businessHoursHint")}
              checked={businessHours}
              onValue={setBusinessHours}
            />
            <Checkbox
              label={t("pauses")}
              hint={t("pausesHint")}
              checked={pausesForCustomer}
              onValue={setPauses}
            />
          </div>
        </>
      )}
    </FormDialog>
  );
}
