/** The menu of queues: its words, its look, and which queues customers can choose by which names. */

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Queue } from "@/shared/api/lookups";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { TextArea, TextInput } from "@/shared/ui/TextInput";
import { queueOptions } from "../parts/queueOptions";
import type { QueueMenu } from "./data";
import { asText, MOST_OPTIONS } from "./menu";
import css from "./policies.module.css";

interface MenuEditorProps {
  menu: QueueMenu;
  queues: readonly Queue[];
  error?: string;
  onChange: (menu: QueueMenu) => void;
}

export function MenuEditor({ menu, queues, error, onChange }: MenuEditorProps) {
  const t = useTranslations("settingsPolicies");
  const change = (part: Partial<QueueMenu>) => onChange({ ...menu, ...part });
  const option = (at: number, part: Partial<QueueMenu["options"][number]>) =>
    change({ options: menu.options.map((one, place) => (place === at ? { ...one, ...part } : one)) });
  const unused = queues.find(({ id }) => !menu.options.some(({ queueId }) => queueId === id));
  return (
    <div className={css.menu}>
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <Field label={t("menu.text")}>
        <TextArea rows={2} maxLength={1000} value={menu.text} onValue={(text) => change({ text })} />
      </Field>
      <Field label={t("menu.style")}>
        <NativeSelect
          value={menu.style ?? "numbers"}
          onValue={(style) => change({ style })}
          options={(["list", "numbers"] as const).map((value) => ({
            value,
            label: t(`menu.styles.${value}`),
          }))}
        />
      </Field>
      {menu.style === "list" && (
        <Field label={t("menu.button")}>
          <TextInput maxLength={20} value={menu.button} onValue={(button) => change({ button })} />
        </Field>
      )}
      <ul className={css.options}>
        {menu.options.map(({ queueId, label }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place in the menu.
          <li key={at} className={css.option}>
            <NativeSelect
              aria-label={t("menu.queueOf", { number: at + 1 })}
              value={queueId}
              options={queueOptions(queues)}
              onValue={(next) => option(at, { queueId: next })}
            />
            <TextInput
              aria-label={t("menu.labelOf", { number: at + 1 })}
              maxLength={24}
              value={label}
              onValue={(next) => option(at, { label: next })}
            />
            <IconButton
              label={t("menu.remove", { number: at + 1 })}
              icon={Trash2}
              disabled={menu.options.length <= 2}
              onClick={() => change({ options: menu.options.filter((_, place) => place !== at) })}
            />
          </li>
        ))}
      </ul>
      {menu.options.length < MOST_OPTIONS && unused && (
        <div>
          <Button
            size="small"
            icon={Plus}
            onClick={() =>
              change({ options: [...menu.options, { queueId: unused.id, label: unused.name.slice(0, 24) }] })
            }
          >
            {t("menu.add")}
          </Button>
        </div>
      )}
      {menu.style === "numbers" && <p className={css.preview}>{asText(menu)}</p>}
    </div>
  );
}
