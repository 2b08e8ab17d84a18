/** Quick replies: the company's, and one's own. */

import { MessageSquareText, Paperclip, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { type QuickReply, useQueues, useQuickReplies } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { IconButton } from "@/shared/ui/IconButton";
import { SearchInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { Row, Rows } from "../parts/Rows";
import { SettingsPage } from "../SettingsPage";
import { deleteReply } from "./data";
import css from "./quick-replies.module.css";

const QuickReplyDialog = lazy(() =>
  import("./QuickReplyDialog").then((m) => ({ default: m.QuickReplyDialog })),
);

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function QuickRepliesScreen() {
  return (
    <Guarded permission="tickets:read">
      <ReplyList />
    </Guarded>
  );
}

function ReplyList() {
  const t = useTranslations("settingsQuickReplies");
  const words = useProblemWords();
  const mayWrite = useMay("tickets:write");
  const mayShare = useMay("tickets:manage");
  const { query } = useQuickReplies();
  const queues = useQueues();
  const [typed, setTyped] = useState("");
  const [task, setTask] = useState<{ reply?: QuickReply }>();
  const mayChange = (reply: QuickReply) => mayWrite && (mayShare || !reply.shared);

  const remove = async (reply: QuickReply) => {
    const isSure = await confirm({
      title: t("remove.title", { name: reply.shortcut }),
      text: reply.shared ? t("remove.textShared") : t("remove.text"),
      action: t("remove.action"),
      danger: true,
    });
    if (!isSure) return;
    await deleteReply(reply.id).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };
  const found = (replies: readonly QuickReply[]) => {
    const wanted = plain(typed.trim());
    return replies.filter(({ shortcut, title, text }) =>
      plain(`${shortcut} ${title} ${text}`).includes(wanted),
    );
  };
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={
        mayWrite && (
          <Button variant="primary" icon={Plus} onClick={() => setTask({})}>
            {t("create")}
          </Button>
        )
      }
      toolbar={
        (query.data?.length ?? 0) > 5 && <SearchInput label={t("search")} value={typed} onValue={setTyped} />
      }
    >
      <Listing<QuickReply>
        query={query}
        empty={<Empty icon={MessageSquareText} title={t("none")} text={t("noneText")} compact />}
      >
        {(replies) => {
          const shown = found(replies);
          if (shown.length === 0) return <Empty icon={MessageSquareText} title={t("notFound")} compact />;
          return (
            <Rows label={t("title")}>
              {shown.map((reply) => (
                <Row
                  key={reply.id}
                  title={
                    <>
                      <code className={css.shortcut}>{reply.shortcut}</code> {reply.title}
                    </>
                  }
                  badges={
                    <>
                      {!reply.shared && <Badge tone="info">{t("own")}</Badge>}
                      {reply.media && <Badge icon={Paperclip}>{t(`kinds.${reply.media.kind}`)}</Badge>}
                      {reply.queueIds.map((id) => (
                        <Badge key={id}>{queues.byId.get(id)?.name ?? t("archivedQueue")}</Badge>
                      ))}
                    </>
                  }
                  text={<span className={css.words}>{reply.text}</span>}
                  onOpen={mayChange(reply) ? () => setTask({ reply }) : undefined}
                  actions={
                    mayChange(reply) && (
                      <IconButton
                        label={t("remove.open", { name: reply.shortcut })}
                        icon={Trash2}
                        onClick={() => void remove(reply)}
                      />
                    )
                  }
                />
              ))}
            </Rows>
          );
        }}
      </Listing>
      <Suspense>
        {task && <QuickReplyDialog reply={task.reply} onClose={() => setTask(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}
