/** What holds on one channel in place of the company's rules, with the menu that new customers are asked by. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Channel, useQueues } from "@/shared/api/lookups";
import { Switch } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { NumberInput } from "@/shared/ui/NumberInput";
import { TextArea } from "@/shared/ui/TextInput";
import { FormDialog } from "../parts/FormDialog";
import css from "../parts/parts.module.css";
import { NO_QUEUE, queueOptions } from "../parts/queueOptions";
import { type ChannelPolicies, updateChannel } from "./data";
import { MenuEditor } from "./MenuEditor";
import { menuProblem, startMenu } from "./menu";

type Rule = "company" | "hours" | "always" | "never";
type Choice = "company" | "on" | "off";

interface ChannelDialogProps {
  channel: Channel;
  rules?: ChannelPolicies;
  onClose: () => void;
}

export function ChannelDialog({ channel, rules, onClose }: ChannelDialogProps) {
  const t = useTranslations("settingsPolicies");
  const { list: queues } = useQueues();
  const [queueId, setQueueId] = useState(rules?.defaultQueueId ?? NO_QUEUE);
  const [menu, setMenu] = useState(rules?.menu ?? null);
  const [greets, setGreets] = useState<Choice>(
    rules?.greetingEnabled == null ? "company" : rules.greetingEnabled ? "on" : "off",
  );
  const [greeting, setGreeting] = useState(rules?.greeting ?? "");
  const [rule, setRule] = useState<Rule>(rules?.reopenRule ?? "company");
  const [reopenHours, setReopenHours] = useState<number | null>(rules?.reopenHours ?? null);
  const [closeAfterHours, setCloseAfterHours] = useState<number | null>(rules?.closeAfterHours ?? null);
  const [closeMessage, setCloseMessage] = useState(rules?.closeMessage ?? "");
  const send = (revision: number | undefined) =>
    updateChannel(
      channel.id,
      {
        defaultQueueId: queueId || null,
        menu,
        greetingEnabled: greets === "company" ? null : greets === "on",
        greeting: greeting.trim() || null,
        reopenRule: rule === "company" ? null : rule,
        reopenHours: rule === "hours" ? reopenHours : null,
        closeAfterHours,
        closeMessage: closeMessage.trim() || null,
      },
      revision,
    );
  const problem = menu && menuProblem(menu);
  return (
    <FormDialog
      title={t("channel.title", { name: channel.name })}
      text={t("channel.text")}
      fields={["defaultQueueId", "menu", "greeting", "reopenHours", "closeAfterHours", "closeMessage"]}
      check={() => ({ menu: problem ? t(`menu.problems.${problem}`) : undefined })}
      values={[queueId, menu, greets, greeting, rule, reopenHours, closeAfterHours, closeMessage]}
      revision={rules?.revision}
      onSend={send}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t("channel.queue")} hint={t("channel.queueHint")} error={errorOf("defaultQueueId")}>
            <NativeSelect
              value={queueId}
              onValue={setQueueId}
              options={queueOptions(queues, t("channel.noQueue"))}
            />
          </Field>
          <Switch
            label={t("menu.label")}
            hint={queues.length < 2 ? t("menu.needsQueues") : t("menu.hint")}
            checked={menu !== null}
            disabled={menu === null && queues.length < 2}
            onValue={(isOn) =>
              setMenu(isOn ? startMenu(queues, t("menu.textDefault"), t("menu.buttonDefault")) : null)
            }
          />
          {menu && <MenuEditor menu={menu} queues={queues} error={errorOf("menu")} onChange={setMenu} />}
          <Field label={t("channel.greets")}>
            <NativeSelect
              value={greets}
              onValue={setGreets}
              options={(["company", "on", "off"] as const).map((value) => ({
                value,
                label: t(`channel.greetsOf.${value}`),
              }))}
            />
          </Field>
          {greets !== "off" && (
            <Field
              label={t("greeting.message")}
              hint={t("channel.greetingHint")}
              error={errorOf("greeting")}
              optional
            >
              <TextArea rows={2} maxLength={1000} value={greeting} onValue={setGreeting} />
            </Field>
          )}
          <div className={css.pair}>
            <Field label={t("reopen.title")}>
              <NativeSelect
                value={rule}
                onValue={setRule}
                options={(["company", "hours", "always", "never"] as const).map((value) => ({
                  value,
                  label: value === "company" ? t("channel.asCompany") : t(`reopen.${value}`),
                }))}
              />
            </Field>
            {rule === "hours" && (
              <Field label={t("reopen.within")} error={errorOf("reopenHours")}>
                <NumberInput min={0} max={8760} step={0.5} value={reopenHours} onValue={setReopenHours} />
              </Field>
            )}
          </div>
          <Field
            label={t("channel.closeAfter")}
            hint={t("channel.closeAfterHint")}
            error={errorOf("closeAfterHours")}
            optional
          >
            <NumberInput min={1} max={8760} value={closeAfterHours} onValue={setCloseAfterHours} />
          </Field>
          <Field label={t("close.message")} error={errorOf("closeMessage")} optional>
            <TextArea rows={2} maxLength={1000} value={closeMessage} onValue={setCloseMessage} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
