/** Who gets it: everybody, segments, the people of files, recipients of other campaigns. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FileSpreadsheet, Filter, Megaphone, Plus, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask, type RequestOf } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { Progress } from "@/shared/ui/Progress";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { at, campaignKeys, isBeingRead, type Source, targetsQuery } from "../data";
import { useFilterWords } from "../segments/useFilterWords";
import { AddRecipients } from "./AddRecipients";
import { AddSegment } from "./AddSegment";
import css from "./CampaignForm.module.css";
import { FileImport } from "./FileImport";

export type TargetsAdd = RequestOf<"campaigns.addTargets">;
type Adding = "segment" | "file" | "recipients";

/** Adds a part to the audience. */
export function useAddTargets(campaignId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TargetsAdd) =>
      ask(api.POST("/api/v1/campaigns/{campaign_id}/targets", { ...at(campaignId), body })),
    onSuccess: () => audienceChanged(client, campaignId),
  });
}

export function audienceChanged(client: ReturnType<typeof useQueryClient>, campaignId: string): void {
  void client.invalidateQueries({ queryKey: campaignKeys.targets(campaignId) });
  void client.invalidateQueries({ queryKey: campaignKeys.one(campaignId) });
}

const ICONS = { all: Users, segment: Filter, file: FileSpreadsheet, recipients: Megaphone } as const;

export function AudienceStep({ campaignId }: { campaignId: string }) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const query = useQuery(targetsQuery(campaignId));
  const add = useAddTargets(campaignId);
  const [adding, setAdding] = useState<Adding>();
  if (query.isPending) return <Skeleton kind="rows" count={3} />;
  if (!query.data)
    return (
      <ErrorBox error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    );
  const { sources, total } = query.data;
  const known = sources.reduce((sum, source) => sum + (source.file?.created ?? source.found), 0);
  const single = Math.max(0, total - known);
  const hasAll = sources.some(({ kind }) => kind === "all");
  const everybody = () =>
    add.mutate({ all: true }, { onError: (error) => toast({ tone: "danger", text: words(error) }) });
  const menu = (
    <Menu
      align="start"
      trigger={
        <Button variant={sources.length === 0 ? "primary" : "secondary"} icon={Plus}>
          {t("audience.add")}
        </Button>
      }
      items={[
        {
          label: t("audience.addSegment"),
          hint: t("audience.addSegmentHint"),
          icon: Filter,
          onSelect: () => setAdding("segment"),
        },
        {
          label: t("audience.addFile"),
          hint: t("audience.addFileHint"),
          icon: FileSpreadsheet,
          onSelect: () => setAdding("file"),
        },
        {
          label: t("audience.addRecipients"),
          hint: t("audience.addRecipientsHint"),
          icon: Megaphone,
          onSelect: () => setAdding("recipients"),
        },
        { label: t("audience.addAll"), icon: Users, disabled: hasAll, onSelect: everybody },
      ]}
    />
  );
  return (
    <div className={css.fields}>
      {sources.length === 0 && single === 0 ? (
        <div className={css.card}>
          <Empty icon={Users} title={t("audience.empty")} text={t("audience.emptyText")} action={menu} />
        </div>
      ) : (
        <section className={css.card} aria-labelledby="audience-title">
          <div>
            <h2 id="audience-title" className={css.cardTitle}>
              {t("audience.title")}
            </h2>
            <p className={css.cardText}>{t("audience.text")}</p>
          </div>
          <ul className={css.list}>
            {single > 0 && (
              <li className={css.item}>
                <Users aria-hidden size={18} />
                <span className={css.itemWords}>{t("audience.single", { count: single })}</span>
              </li>
            )}
            {sources.map((source) => (
              <SourceItem key={source.id} campaignId={campaignId} source={source} />
            ))}
          </ul>
          <div>{menu}</div>
        </section>
      )}
      {hasAll && sources.length > 1 && <Banner>{t("audience.allToo")}</Banner>}
      {adding === "segment" && <AddSegment campaignId={campaignId} onClose={() => setAdding(undefined)} />}
      {adding === "file" && <FileImport campaignId={campaignId} onClose={() => setAdding(undefined)} />}
      {adding === "recipients" && (
        <AddRecipients campaignId={campaignId} onClose={() => setAdding(undefined)} />
      )}
    </div>
  );
}

function SourceItem({ campaignId, source }: { campaignId: string; source: Source }) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const says = useFilterWords();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE("/api/v1/campaigns/{campaign_id}/targets/{source_id}", {
          params: { path: { campaign_id: campaignId, source_id: source.id } },
        }),
      ),
    onSuccess: () => audienceChanged(client, campaignId),
    onError: (error) => toast({ tone: "danger", text: words(error) }),
  });
  const Icon = ICONS[source.kind];
  const name =
    source.kind === "all" ? t("audience.all") : (source.name ?? (source.segment ? says(source.segment) : ""));
  const states = source.recipientsOf?.states.map((state) => t(`recipient.${state as "read"}`)).join(", ");
  const under =
    source.kind === "segment" && source.name && source.segment
      ? says(source.segment)
      : (states ?? (source.kind === "all" ? t("audience.allText") : undefined));
  return (
    <li className={css.item}>
      <Icon aria-hidden size={18} />
      <span className={css.itemWords}>
        <span dir="auto">{name}</span>
        {under && <span className={css.quiet}>{under}</span>}
        {source.file && <FileState campaignId={campaignId} source={source} file={source.file} />}
      </span>
      <IconButton
        icon={Trash2}
        label={t("audience.remove", { name })}
        busy={remove.isPending}
        onClick={() => remove.mutate()}
      />
    </li>
  );
}

interface FileStateProps {
  campaignId: string;
  source: Source;
  file: NonNullable<Source["file"]>;
}

function FileState({ campaignId, source, file }: FileStateProps) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const format = useFormat();
  if (isBeingRead(source))
    return <Progress label={t("audience.reading")} text={t("audience.rows", { count: file.rows })} />;
  if (file.status === "failed") return <span className={css.quiet}>{t("audience.unreadable")}</span>;
  const path = { campaign_id: campaignId, source_id: source.id };
  const save = () =>
    saveFile(
      api.POST("/api/v1/campaigns/{campaign_id}/targets/{source_id}/problems/export", { params: { path } }),
    ).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  return (
    <span className={css.quiet}>
      {t("audience.people", { count: file.created })}
      {file.duplicates > 0 && ` · ${t("audience.duplicates", { count: file.duplicates })}`}
      {file.columns.length > 0 && ` · ${t("audience.variables", { names: format.list(file.columns) })}`}
      {file.invalid > 0 && (
        <>
          {" · "}
          <Button size="small" variant="ghost" onClick={() => void save()}>
            {t("audience.refused", { count: file.invalid })}
          </Button>
        </>
      )}
    </span>
  );
}
