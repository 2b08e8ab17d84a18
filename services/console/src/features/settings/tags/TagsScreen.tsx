/** The company's tags: those of tickets, and those of contacts. */

import { Plus, Tags } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useContactTags, useTags } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { Tabs } from "@/shared/ui/Tabs";
import { toast } from "@/shared/ui/toast";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { SettingsPage } from "../SettingsPage";
import { removeTag, type TagKind } from "./data";
import { type ShownTag, TagRows } from "./TagRows";

const TagDialog = lazy(() => import("./TagDialog").then((m) => ({ default: m.TagDialog })));
const MergeDialog = lazy(() => import("./MergeDialog").then((m) => ({ default: m.MergeDialog })));

type Task = { kind: "create" } | { kind: "change" | "merge"; tag: ShownTag };

export function TagsScreen() {
  return (
    <Guarded permission="tickets:read">
      <TagLists />
    </Guarded>
  );
}

function TagLists() {
  const t = useTranslations("settingsTags");
  const words = useProblemWords();
  const mayTickets = useMay("tickets:write");
  const mayContacts = useMay("contacts:manage");
  const mayRead = useMay("contacts:read");
  const ticketTags = useTags();
  const contactTags = useContactTags();
  const [kind, setKind] = useState<TagKind>("tickets");
  const [task, setTask] = useState<Task>();
  const mayManage = kind === "tickets" ? mayTickets : mayContacts;
  const query = kind === "tickets" ? ticketTags.query : contactTags.query;
  const chosen = task && "tag" in task ? contactTags.byId.get(task.tag.id) : undefined;
  const close = () => setTask(undefined);

  const remove = async (tag: ShownTag) => {
    const of = kind === "tickets" ? "archive" : "remove";
    const isSure = await confirm({
      title: t(`${of}.title`, { name: tag.name }),
      text: t(`${of}.text`),
      action: t(`${of}.action`),
      danger: true,
    });
    if (!isSure) return;
    await removeTag(kind, tag.id).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };

  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setTask({ kind: "create" })}>
      {t("create")}
    </Button>
  );
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={mayManage && create}
      toolbar={
        mayRead && (
          <Tabs
            label={t("title")}
            items={[
              { value: "tickets", label: t("tickets"), count: ticketTags.query.data?.length },
              { value: "contacts", label: t("contacts"), count: contactTags.query.data?.length },
            ]}
            value={kind}
            onValue={setKind}
          />
        )
      }
    >
      <Listing<ShownTag>
        query={query}
        empty={<Empty icon={Tags} title={t("none")} text={t(`noneText.${kind}`)} compact />}
      >
        {(tags) => (
          <TagRows
            kind={kind}
            tags={tags}
            mayManage={mayManage}
            onChange={(tag) => setTask({ kind: "change", tag })}
            onMerge={(tag) => setTask({ kind: "merge", tag })}
            onRemove={(tag) => void remove(tag)}
          />
        )}
      </Listing>
      <Suspense>
        {task?.kind === "create" && <TagDialog kind={kind} onClose={close} />}
        {task?.kind === "change" && <TagDialog kind={kind} tag={task.tag} onClose={close} />}
        {task?.kind === "merge" && chosen && <MergeDialog tag={chosen} onClose={close} />}
      </Suspense>
    </SettingsPage>
  );
}
