/** One template: as it is at the provider, or as a form that makes it or changes it. */

import { useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Badge } from "@/shared/ui/Badge";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { TemplatePreview } from "@/shared/ui/conversation/TemplatePreview";
import { Drawer } from "@/shared/ui/Drawer";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import css from "./channels.module.css";
import { deleteTemplate, type Template, useTemplate } from "./data";
import { useLanguageName } from "./languageNames";
import { TemplateEditor } from "./TemplateEditor";
import { useTemplateStatus } from "./TemplatesTab";
import { EMPTY, formOf } from "./template";

interface TemplateDrawerProps {
  channelId: string;
  /** Undefined: a new one. */
  templateId: string | undefined;
  onClose: () => void;
}

export function TemplateDrawer({ channelId, templateId, onClose }: TemplateDrawerProps) {
  const t = useTranslations("channels.templates");
  const { data, error, refetch } = useTemplate(channelId, templateId);
  const title = templateId === undefined ? t("add") : (data?.name ?? t("template"));
  return (
    <Drawer open size="large" title={title} onClose={onClose}>
      {templateId === undefined ? (
        <TemplateEditor channelId={channelId} templateId={undefined} initial={EMPTY} onDone={onClose} />
      ) : error ? (
        <ErrorBox error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Shown channelId={channelId} template={data} onClose={onClose} />
      ) : (
        <Skeleton kind="block" height={320} />
      )}
    </Drawer>
  );
}

interface ShownProps {
  channelId: string;
  template: Template;
  onClose: () => void;
}

function Shown({ channelId, template, onClose }: ShownProps) {
  const t = useTranslations("channels.templates");
  const statusOf = useTemplateStatus();
  const languageOf = useLanguageName();
  const words = useProblemWords();
  const client = useQueryClient();
  const mayWrite = useMay("channels:write") && template.status !== "DELETED";
  const [isEditing, setEditing] = useState(false);
  const form = formOf(template);
  if (isEditing && form) {
    return <TemplateEditor channelId={channelId} templateId={template.id} initial={form} onDone={onClose} />;
  }
  const remove = async () => {
    const { name, language } = template;
    const request = {
      title: t("deleteTitle", { name }),
      text: t("deleteText", { language: languageOf(language) }),
    };
    if (!(await confirm({ ...request, action: t("delete"), danger: true }))) return;
    try {
      await deleteTemplate(client, channelId, template.id);
      toast({ text: t("deleted", { name }) });
      onClose();
    } catch (error) {
      toast({ text: words(error), tone: "danger" });
    }
  };
  return (
    <div className={css.stack}>
      <div className={css.tools}>
        <Badge>{statusOf(template.status)}</Badge>
        <Badge>
          {t.has(`categories.${template.category}`)
            ? t(`categories.${template.category}`)
            : template.category}
        </Badge>
        <Badge>{languageOf(template.language)}</Badge>
      </div>
      {template.rejectedReason && (
        <Banner tone="danger" title={t("rejected")}>
          {template.rejectedReason}
        </Banner>
      )}
      <TemplatePreview components={template.components} />
      {mayWrite && !form && <p className={css.note}>{t("notHere")}</p>}
      {mayWrite && (
        <div className={css.tools}>
          {form && <Button onClick={() => setEditing(true)}>{t("edit")}</Button>}
          <Button variant="danger" icon={Trash2} onClick={() => void remove()}>
            {t("delete")}
          </Button>
        </div>
      )}
    </div>
  );
}
