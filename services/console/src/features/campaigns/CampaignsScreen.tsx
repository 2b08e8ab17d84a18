/** The company's campaigns and segments: what is being written, sent and was sent, with live numbers. */

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Filter, Megaphone, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { Page } from "@/shared/ui/Page";
import { Select } from "@/shared/ui/Select";
import { Tabs } from "@/shared/ui/Tabs";
import { CampaignTable } from "./CampaignTable";
import { NewCampaign } from "./NewCampaign";
import { type CampaignStatus, known, STATUSES } from "./rules";
import type { CampaignsSearch } from "./search";
import { SegmentDialog } from "./segments/SegmentDialog";
import { SegmentsTab } from "./segments/SegmentsTab";

/** A tab is the one shown if all of its address is: both have one path. */
const EXACT = { exact: true, includeSearch: true } as const;

export function CampaignsScreen() {
  const t = useTranslations("campaigns");
  const address = useSearch({ from: "/shell/campaigns" });
  const search: CampaignsSearch = { ...address, status: known(STATUSES, address.status) };
  const navigate = useNavigate();
  const mayRead = useMay("campaigns:read");
  const mayWrite = useMay("campaigns:write");
  const [isNew, setNew] = useState(false);
  if (!mayRead) return <ForbiddenPage title={t("title")} />;
  const go = (next: CampaignsSearch) => void navigate({ to: "/campaigns", search: next, replace: true });
  const isSegments = search.show === "segments";
  const shown = search.archived ? "archived" : (search.status ?? "all");
  return (
    <Page
      title={t("title")}
      text={isSegments ? t("segments.text") : undefined}
      actions={
        mayWrite && (
          <Button variant="primary" icon={Plus} onClick={() => setNew(true)}>
            {t(isSegments ? "segments.new" : "new.action")}
          </Button>
        )
      }
      toolbar={
        <>
          <Tabs
            label={t("title")}
            items={[
              {
                value: "campaigns",
                label: t("tabs.campaigns"),
                icon: Megaphone,
                link: <Link to="/campaigns" search={{}} activeOptions={EXACT} />,
              },
              {
                value: "segments",
                label: t("tabs.segments"),
                icon: Filter,
                link: <Link to="/campaigns" search={{ show: "segments" }} activeOptions={EXACT} />,
              },
            ]}
            value={isSegments ? "segments" : "campaigns"}
          />
          {!isSegments && (
            <Select<CampaignStatus | "all" | "archived">
              inline
              label={t("filter.label")}
              prefix={t("filter.prefix")}
              value={shown}
              onValue={(value) =>
                go(
                  value === "archived"
                    ? { archived: true }
                    : value === "all"
                      ? {}
                      : { status: value as CampaignStatus },
                )
              }
              options={[
                { value: "all", label: t("filter.all") },
                ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) })),
                { value: "archived", label: t("filter.archived") },
              ]}
            />
          )}
        </>
      }
    >
      {isSegments ? (
        <SegmentsTab onNew={() => setNew(true)} />
      ) : (
        <CampaignTable search={search} onNew={() => setNew(true)} onAll={() => go({})} />
      )}
      {isNew &&
        (isSegments ? (
          <SegmentDialog onClose={() => setNew(false)} />
        ) : (
          <NewCampaign onClose={() => setNew(false)} />
        ))}
    </Page>
  );
}
