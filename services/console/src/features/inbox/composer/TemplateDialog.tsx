/** Finds an approved template of the channel, fills it in, and sends it: the one thing that goes out of the window. */

import { useQuery } from "@tanstack/react-query";
import { LayoutTemplate } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { outbox } from "@/shared/outbox/outbox";
import { Badge } from "@/shared/ui/Badge";
import { TemplatePreview } from "@/shared/ui/conversation/TemplatePreview";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { SearchInput } from "@/shared/ui/TextInput";
import type { Ticket } from "../ticket";
import css from "./TemplateDialog.module.css";
import { TemplateForm } from "./TemplateForm";
import { isSimple, type Template } from "./template-values";

interface Props {
  ticket: Ticket;
  onClose: () => void;
  onSent: () => void;
}

export default function TemplateDialog({ ticket, onClose, onSent }: Props) {
  const t = useTranslations("inboxComposer");
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Template | null>(null);
  const q = useDeferredValue(typed.trim());
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["templates", ticket.channelId, q],
    queryFn: async () => {
      const params = { path: { ticket_id: ticket.id }, query: { ...(q && { q }), limit: 50 } };
      return (await ask(api.GET("/api/v1/tickets/{ticket_id}/templates", { params }))).items;
    },
  });

  if (chosen) {
    return (
      <TemplateForm
        template={chosen}
        ticket={ticket}
        onBack={() => setChosen(null)}
        onClose={onClose}
        onSend={(content) => {
          void outbox.send({
            clientMessageId: crypto.randomUUID(),
            ticketId: ticket.id,
            kind: "message",
            content,
          });
          onClose();
          requestAnimationFrame(onSent);
        }}
      />
    );
  }
  return (
    <Dialog open size="large" title={t("templates.title")} text={t("templates.text")} onClose={onClose}>
      <SearchInput value={typed} onValue={setTyped} label={t("templates.find")} autoFocus />
      {isPending && <Skeleton kind="rows" count={4} />}
      {error && <ErrorBox compact error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && (
        <Empty
          compact
          icon={LayoutTemplate}
          title={t("templates.none")}
          text={q ? undefined : t("templates.noneText")}
        />
      )}
      <ul className={css.list}>
        {(data ?? []).map((template) => (
          <li key={template.id}>
            <button
              type="button"
              className={css.template}
              disabled={!isSimple(template)}
              onClick={() => setChosen(template)}
            >
              <span className={css.head}>
                <strong>{template.name}</strong>
                <Badge>{template.language}</Badge>
                <Badge tone={template.category === "MARKETING" ? "warning" : "info"}>
                  {categoryOf(template.category, t)}
                </Badge>
              </span>
              <TemplatePreview components={template.components} text={template.text} />
              {!isSimple(template) && <span className={css.note}>{t("templates.elsewhere")}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

type Words = ReturnType<typeof useTranslations<"inboxComposer">>;

function categoryOf(category: string, t: Words): string {
  const known = (["MARKETING", "UTILITY", "AUTHENTICATION"] as const).find((each) => each === category);
  return known ? t(`templates.category.${known}`) : category;
}
