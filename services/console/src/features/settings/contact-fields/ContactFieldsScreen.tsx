/** The company's own fields of contacts, in the order in which a contact shows them. */

import {
  ArrowDown,
  ArrowUp,
  Calendar,
  Hash,
  List,
  type LucideIcon,
  Pencil,
  Plus,
  SquarePen,
  TextCursorInput,
  ToggleRight,
  Trash2,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { type ContactField, useContactFields } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { IconButton } from "@/shared/ui/IconButton";
import { toast } from "@/shared/ui/toast";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { moved } from "../parts/order";
import { Row, Rows } from "../parts/Rows";
import { SettingsPage } from "../SettingsPage";
import css from "./contact-fields.module.css";
import { deleteField, updateField } from "./data";

const FieldDialog = lazy(() => import("./FieldDialog").then((m) => ({ default: m.FieldDialog })));

const ICONS: Record<ContactField["kind"], LucideIcon> = {
  text: TextCursorInput,
  number: Hash,
  date: Calendar,
  list: List,
  boolean: ToggleRight,
};

const byPosition = (a: ContactField, b: ContactField) =>
  a.position - b.position || a.label.localeCompare(b.label);

export function ContactFieldsScreen() {
  return (
    <Guarded permission="contacts:read">
      <FieldList />
    </Guarded>
  );
}

function FieldList() {
  const t = useTranslations("settingsContactFields");
  const parts = useTranslations("settingsParts");
  const words = useProblemWords();
  const mayManage = useMay("contacts:manage");
  const { query } = useContactFields();
  const [task, setTask] = useState<{ field?: ContactField }>();
  const [isMoving, setMoving] = useState(false);
  const count = query.data?.length ?? 0;
  const said = (error: unknown) => toast({ tone: "danger", text: words(error) });

  const move = async (fields: readonly ContactField[], id: string, by: -1 | 1) => {
    setMoving(true);
    try {
      for (const { id: each, position } of moved(fields, id, by)) await updateField(each, { position });
    } catch (error) {
      said(error);
    } finally {
      setMoving(false);
    }
  };
  const remove = async (field: ContactField) => {
    const isSure = await confirm({
      title: t("remove.title", { name: field.label }),
      text: t("remove.text"),
      action: t("remove.action"),
      danger: true,
    });
    if (isSure) await deleteField(field.id).catch(said);
  };
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setTask({})}>
      {t("create")}
    </Button>
  );
  return (
    <SettingsPage title={t("title")} text={t("text")} actions={mayManage && create}>
      <Listing<ContactField>
        query={query}
        empty={<Empty icon={SquarePen} title={t("none")} text={t("noneText")} compact />}
      >
        {(items) => {
          const fields = [...items].sort(byPosition);
          return (
            <Rows label={t("title")}>
              {fields.map((field, at) => {
                const Icon = ICONS[field.kind];
                return (
                  <Row
                    key={field.id}
                    mark={<Icon aria-hidden size={18} />}
                    title={field.label}
                    text={
                      <>
                        <code className={css.name}>{field.name}</code>
                        {" · "}
                        {t(`kinds.${field.kind}`)}
                        {field.options.length > 0 && `: ${field.options.join(", ")}`}
                      </>
                    }
                    onOpen={mayManage ? () => setTask({ field }) : undefined}
                    actions={
                      mayManage && (
                        <>
                          <IconButton
                            label={parts("moveUp", { name: field.label })}
                            icon={ArrowUp}
                            disabled={at === 0 || isMoving}
                            onClick={() => void move(fields, field.id, -1)}
                          />
                          <IconButton
                            label={parts("moveDown", { name: field.label })}
                            icon={ArrowDown}
                            disabled={at === fields.length - 1 || isMoving}
                            onClick={() => void move(fields, field.id, 1)}
                          />
                          <IconButton
                            className={css.edit}
                            label={t("changeOf", { name: field.label })}
                            icon={Pencil}
                            onClick={() => setTask({ field })}
                          />
                          <IconButton
                            label={t("remove.open", { name: field.label })}
                            icon={Trash2}
                            onClick={() => void remove(field)}
                          />
                        </>
                      )
                    }
                  />
                );
              })}
            </Rows>
          );
        }}
      </Listing>
      <Suspense>
        {task && <FieldDialog field={task.field} position={count} onClose={() => setTask(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}
