/** How the customers of a queue are asked after closing, with what they will see. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQueues } from "@/shared/api/lookups";
import { RadioGroup, Switch } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { NumberInput } from "@/shared/ui/NumberInput";
import { TextArea } from "@/shared/ui/TextInput";
import { FormDialog } from "../parts/FormDialog";
import { NO_QUEUE, queueOptions } from "../parts/queueOptions";
import { createPolicy, type SatisfactionPolicy, updatePolicy } from "./data";
import { QuestionPreview } from "./QuestionPreview";

const STYLES = ["scale", "faces", "text"] as const;

interface SatisfactionDialogProps {
  policy?: SatisfactionPolicy;
  taken: ReadonlySet<string | null>;
  onClose: () => void;
}

export function SatisfactionDialog({ policy, taken, onClose }: SatisfactionDialogProps) {
  const t = useTranslations("settingsSatisfaction");
  const parts = useTranslations("settingsParts");
  const { list: queues } = useQueues();
  const free = queueOptions(queues, t("allQueues")).filter(({ value }) => !taken.has(value || null));
  const [queueId, setQueueId] = useState(free[0]?.value ?? NO_QUEUE);
  const [active, setActive] = useState(policy?.active ?? true);
  const [style, setStyle] = useState<(typeof STYLES)[number]>(policy?.style ?? "scale");
  const [question, setQuestion] = useState(policy?.question ?? t("questionDefault"));
  const [commentQuestion, setCommentQuestion] = useState(policy?.commentQuestion ?? "");
  const [thanks, setThanks] = useState(policy ? (policy.thanks ?? "") : t("thanksDefault"));
  const [answerHours, setAnswerHours] = useState<number | null>(policy?.answerHours ?? 24);
  const body = {
    active,
    style,
    question: question.trim(),
    commentQuestion: commentQuestion.trim() || null,
    thanks: thanks.trim() || null,
    answerHours: answerHours ?? 24,
  };
  return (
    <FormDialog
      title={policy ? t("change") : t("create")}
      fields={["queueId", "question", "commentQuestion", "thanks", "answerHours"]}
      check={() => ({ question: question.trim() === "" ? parts("missing") : undefined })}
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
          <Switch label={t("active")} hint={t("activeHint")} checked={active} onValue={setActive} />
          <RadioGroup
            label={t("style")}
            look="cards"
            value={style}
            onValue={setStyle}
            options={STYLES.map((value) => ({
              value,
              label: t(`styles.${value}`),
              hint: t(`styleHints.${value}`),
            }))}
          />
          <Field label={t("question")} error={errorOf("question")}>
            <TextArea rows={2} maxLength={1000} value={question} onValue={setQuestion} />
          </Field>
          <QuestionPreview style={style} question={question} />
          <Field
            label={t("commentQuestion")}
            hint={t("commentQuestionHint")}
            error={errorOf("commentQuestion")}
            optional
          >
            <TextArea rows={2} maxLength={1000} value={commentQuestion} onValue={setCommentQuestion} />
          </Field>
          <Field label={t("thanks")} error={errorOf("thanks")} optional>
            <TextArea rows={2} maxLength={1000} value={thanks} onValue={setThanks} />
          </Field>
          <Field label={t("answerHours")} hint={t("answerHoursHint")} error={errorOf("answerHours")}>
            <NumberInput min={1} max={72} value={answerHours} onValue={setAnswerHours} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
