/** Work with many contacts that is under way or has just ended: how far it is, its file, and what could not be done. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Progress } from "@/shared/ui/Progress";
import { toast } from "@/shared/ui/toast";
import css from "./contacts.module.css";
import { downloadJob, isUnderWay, type Job, useCancelJob, useJob, useJobs } from "./jobs";

const RECENT_MS = 60 * 60_000;

export function ContactJobs() {
  const jobs = useJobs();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [openedAt] = useState(() => Date.now());
  const isNew = (job: Job) =>
    isUnderWay(job) ||
    (job.hasFile
      ? Date.parse(job.createdAt) > openedAt - RECENT_MS
      : job.finishedAt !== null && Date.parse(job.finishedAt) > openedAt);
  const shown = (jobs.data ?? []).filter((job) => isNew(job) && !hidden.has(job.id)).slice(0, 3);
  return shown.map((job) => (
    <JobBanner key={job.id} job={job} onClose={() => setHidden(new Set([...hidden, job.id]))} />
  ));
}

function JobBanner({ job, onClose }: { job: Job; onClose: () => void }) {
  const t = useTranslations("contacts.jobs");
  const words = useProblemWords();
  const cancel = useCancelJob();
  const details = useJob(job.id, !isUnderWay(job) && job.failed > 0);
  const title = t(`action.${knownAction(job.action)}`);
  const fail = (error: unknown) => toast({ text: words(error), tone: "danger" });
  if (isUnderWay(job)) {
    return (
      <Banner
        action={
          <Button
            size="small"
            busy={cancel.isPending}
            onClick={() => cancel.mutate(job.id, { onError: fail })}
          >
            {t("cancel")}
          </Button>
        }
      >
        <Progress
          label={title}
          value={job.total === null ? null : job.done}
          max={job.total ?? undefined}
          text={job.total === null ? t("waiting") : t("progress", { done: job.done, total: job.total })}
        />
      </Banner>
    );
  }
  const tone = job.status === "failed" ? "danger" : job.failed > 0 ? "warning" : "good";
  return (
    <Banner
      tone={tone}
      live
      title={`${title}: ${t(`status.${job.status}`)}`}
      onClose={onClose}
      action={
        job.hasFile && (
          <Button size="small" onClick={() => void downloadJob(job.id).catch(fail)}>
            {t("download")}
          </Button>
        )
      }
    >
      <p>
        {job.action === "export"
          ? t("exported", { count: job.changed })
          : t("result", { changed: job.changed, unchanged: job.unchanged, failed: job.failed })}
      </p>
      {details.data && details.data.errors.length > 0 && (
        <ul className={css.problems}>
          {details.data.errors.slice(0, 5).map((problem) => (
            <li key={`${problem.id}-${problem.code}`}>{problem.message}</li>
          ))}
        </ul>
      )}
    </Banner>
  );
}

const ACTIONS = ["tag", "untag", "block", "unblock", "delete", "export"] as const;

function knownAction(action: string): (typeof ACTIONS)[number] | "other" {
  return ACTIONS.find((known) => known === action) ?? "other";
}
