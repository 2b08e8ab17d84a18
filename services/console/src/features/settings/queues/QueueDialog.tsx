/** A queue: its name and colour, who belongs to it, when they work, and what customers are told. */

import { useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { type Queue, useUsers } from "@/shared/api/lookups";
import { Avatar } from "@/shared/ui/Avatar";
import { Switch } from "@/shared/ui/Checkbox";
import { ColourPicker } from "@/shared/ui/ColourPicker";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import { Field } from "@/shared/ui/Field";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { SWATCHES } from "@/shared/ui/swatches";
import { Tabs } from "@/shared/ui/Tabs";
import { TextArea, TextInput } from "@/shared/ui/TextInput";
import { zoneOptions } from "../company/zones";
import { FormDialog } from "../parts/FormDialog";
import { saveQueue } from "./data";
import { HoursEditor } from "./HoursEditor";
import { byDate, OFFICE, whole, wrongPlace } from "./hours";
import css from "./queues.module.css";

type Part = "general" | "hours" | "messages";
const PART_OF: Readonly<Record<string, Part>> = { openingHours: "hours", timeZone: "hours" };

interface QueueDialogProps {
  queue?: Queue;
  position: number;
  onClose: () => void;
}

export function QueueDialog({ queue, position, onClose }: QueueDialogProps) {
  const t = useTranslations("settingsQueues");
  const parts = useTranslations("settingsParts");
  const locale = useLocale();
  const users = useUsers();
  /** What is there by now: it may have been stored while one of its members was not. */
  const [stored, setStored] = useState(queue);
  const [part, setPart] = useState<Part>("general");
  const [name, setName] = useState(queue?.name ?? "");
  const [color, setColor] = useState<string>(queue?.color ?? SWATCHES[6].value);
  const [description, setDescription] = useState(queue?.description ?? "");
  const [memberIds, setMemberIds] = useState<readonly string[]>(queue?.memberIds ?? []);
  const [timeZone, setTimeZone] = useState(queue?.timeZone ?? "");
  const [hasHours, setHasHours] = useState(Boolean(queue?.openingHours));
  const [hours, setHours] = useState(() => whole(queue?.openingHours ?? OFFICE));
  const [greeting, setGreeting] = useState(queue?.greeting ?? "");
  const [awayMessage, setAwayMessage] = useState(queue?.awayMessage ?? "");
  const zones = useMemo(
    () => zoneOptions(locale, { brazil: t("hours.brazil"), others: t("hours.others") }),
    [locale, t],
  );
  const options = useMemo<ComboOption[]>(
    () =>
      users.list
        .filter((user) => user.status !== "disabled" && user.role !== "viewer")
        .map((user) => ({
          value: user.id,
          label: user.name,
          hint: user.email,
          mark: <Avatar name={user.name} size="small" />,
        })),
    [users.list],
  );
  const chosen = memberIds.map(
    (id) =>
      options.find(({ value }) => value === id) ?? { value: id, label: users.byId.get(id)?.name ?? "…" },
  );
  const send = (revision: number | undefined) =>
    saveQueue(
      stored,
      {
        name: name.trim(),
        color,
        description: description.trim() || null,
        position: queue?.position ?? position,
        timeZone: timeZone || null,
        openingHours: hasHours ? { ...hours, exceptions: byDate(hours.exceptions) } : null,
        greeting: greeting.trim() || null,
        awayMessage: awayMessage.trim() || null,
      },
      memberIds,
      revision,
      setStored,
    );
  const check = () => {
    const found = {
      name: name.trim() === "" ? parts("missing") : undefined,
      openingHours: hasHours && wrongPlace(hours) ? t("hours.wrong") : undefined,
    };
    const field = Object.entries(found).find(([, words]) => words)?.[0];
    if (field) setPart(PART_OF[field] ?? "general");
    return found;
  };
  return (
    <FormDialog
      size="large"
      title={queue ? t("change", { name: queue.name }) : t("create")}
      fields={["name", "color", "description", "timeZone", "openingHours", "greeting", "awayMessage"]}
      check={check}
      values={[name, color, description, memberIds, timeZone, hasHours, hours, greeting, awayMessage]}
      revision={stored?.revision}
      onSend={send}
      onClose={onClose}
    >
      {(errorOf) => (
        <Tabs
          label={t("parts.label")}
          items={(["general", "hours", "messages"] as const).map((value) => ({
            value,
            label: t(`parts.${value}`),
          }))}
          value={part}
          onValue={setPart}
        >
          <div className={css.part}>
            {part === "general" && (
              <>
                <Field label={t("name")} error={errorOf("name")}>
                  <TextInput maxLength={60} value={name} onValue={setName} />
                </Field>
                <ColourPicker label={t("colour")} value={color} onValue={setColor} />
                <Field label={t("members")} hint={t("membersHint")} error={errorOf("memberIds")}>
                  <MultiCombobox
                    value={chosen}
                    options={options}
                    placeholder={t("membersPlaceholder")}
                    onValue={(next) => setMemberIds(next.map(({ value }) => value))}
                  />
                </Field>
                <Field label={t("description")} error={errorOf("description")} optional>
                  <TextArea rows={2} maxLength={500} value={description} onValue={setDescription} />
                </Field>
              </>
            )}
            {part === "hours" && (
              <>
                <Switch
                  label={t("hours.has")}
                  hint={t("hours.hasHint")}
                  checked={hasHours}
                  onValue={setHasHours}
                />
                {hasHours && (
                  <>
                    <Field label={t("hours.zone")} error={errorOf("timeZone")}>
                      <NativeSelect
                        value={timeZone}
                        onValue={setTimeZone}
                        options={[{ value: "", label: t("hours.companyZone") }, ...zones]}
                      />
                    </Field>
                    {errorOf("openingHours") && (
                      <p className={css.error} role="alert">
                        {errorOf("openingHours")}
                      </p>
                    )}
                    <HoursEditor hours={hours} onChange={setHours} />
                  </>
                )}
              </>
            )}
            {part === "messages" && (
              <>
                <Field label={t("greeting")} hint={t("greetingHint")} error={errorOf("greeting")} optional>
                  <TextArea rows={3} maxLength={1000} value={greeting} onValue={setGreeting} />
                </Field>
                <Field
                  label={t("awayMessage")}
                  hint={hasHours ? t("awayMessageHint") : t("awayNeedsHours")}
                  error={errorOf("awayMessage")}
                  optional
                >
                  <TextArea rows={3} maxLength={1000} value={awayMessage} onValue={setAwayMessage} />
                </Field>
              </>
            )}
          </div>
        </Tabs>
      )}
    </FormDialog>
  );
}
