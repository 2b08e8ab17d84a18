/** The figures of now on a screen for the whole room: nothing to press, nothing to scroll, readable from afar. */

import { useNavigate } from "@tanstack/react-router";
import { CloudOff, Minimize2 } from "lucide-react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import type { ReportsSearch } from "../search";
import type { Live, Watched } from "./data";
import { Narrowed } from "./Narrowed";
import { Numbers } from "./Numbers";
import { agentsInOrder, queuesInOrder, waited } from "./rules";
import { useNames } from "./useNames";
import { useWakeLock } from "./useWakeLock";
import css from "./wall.module.css";

interface WallProps extends Omit<Watched, "query"> {
  search: ReportsSearch;
  figures: Live;
}

/** As many as a screen has room for. */
const MOST_QUEUES = 8;
const MOST_AGENTS = 8;

export function Wall({ search, figures, now, cameAt, staleSince }: WallProps) {
  const t = useTranslations("reportsLive");
  const format = useFormat();
  const { company } = useSession();
  const sinceThenMs = now.getTime() - cameAt;
  useWakeLock();
  useEscape(search);
  return (
    <div className={css.wall} data-stale={staleSince !== undefined}>
      <title>{`${t("title")} · Atendechat`}</title>
      <header className={css.head}>
        <h1 className={css.company} dir="auto">
          {company.name}
        </h1>
        <Narrowed figures={figures} className={css.narrowed} />
        <p className={css.state} role="status">
          {staleSince && (
            <>
              <CloudOff aria-hidden size={24} />
              {t("stale", { time: format.time(staleSince) })}
            </>
          )}
        </p>
        <time className={css.clock} dateTime={now.toISOString()}>
          {format.time(now)}
        </time>
        <Leave search={search} />
      </header>
      <Numbers figures={figures} sinceThenMs={sinceThenMs} isStale={staleSince !== undefined} large />
      <div className={css.lists}>
        <Queues figures={figures} sinceThenMs={sinceThenMs} />
        <Agents figures={figures} />
      </div>
    </div>
  );
}

const withoutWall = ({ wall: _, ...search }: ReportsSearch): ReportsSearch => search;

function leaveFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
}

function Leave({ search }: { search: ReportsSearch }) {
  const t = useTranslations("reportsLive");
  return (
    <ButtonLink
      variant="ghost"
      icon={Minimize2}
      to="/reports/{-$tab}"
      params={{ tab: "live" }}
      search={withoutWall(search)}
      onClick={leaveFullScreen}
    >
      {t("leaveWall")}
    </ButtonLink>
  );
}

/** Escape leads back to the tab. In full screen the browser takes the first one. */
function useEscape(search: ReportsSearch): void {
  const navigate = useNavigate();
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      leaveFullScreen();
      void navigate({ to: "/reports/{-$tab}", params: { tab: "live" }, search: withoutWall(search) });
    };
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, [navigate, search]);
}

function Queues({ figures, sinceThenMs }: { figures: Live; sinceThenMs: number }) {
  const t = useTranslations("reportsLive");
  const format = useFormat();
  const names = useNames();
  const queues = queuesInOrder(figures.queues);
  if (queues.length === 0) return null;
  return (
    <section className={css.list}>
      <table className={css.table}>
        <caption className={css.heading}>{t("queues")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("queue")}</th>
            <th scope="col">{t("waiting")}</th>
            <th scope="col">{t("longestWait")}</th>
            <th scope="col">{t("pending")}</th>
            <th scope="col">{t("agentsOnline")}</th>
          </tr>
        </thead>
        <tbody>
          {queues.slice(0, MOST_QUEUES).map((queue) => {
            const wait = waited(queue.longestWaitSince, figures, sinceThenMs);
            return (
              <tr key={queue.queueId ?? "none"}>
                <th scope="row" dir="auto">
                  {names.queue(queue.queueId)}
                </th>
                <td>{format.number(queue.waiting)}</td>
                <td>{wait === undefined ? "–" : format.duration(wait)}</td>
                <td>{format.number(queue.pending)}</td>
                <td>{format.number(queue.agentsOnline)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <More count={queues.length - MOST_QUEUES} />
    </section>
  );
}

function Agents({ figures }: { figures: Live }) {
  const t = useTranslations("reportsLive");
  const format = useFormat();
  const names = useNames();
  const agents = agentsInOrder(figures.agents, names.agent);
  if (agents.length === 0) return null;
  return (
    <section className={css.list}>
      <table className={css.table}>
        <caption className={css.heading}>{t("agents")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("agent")}</th>
            <th scope="col">{t("status")}</th>
            <th scope="col">{t("open")}</th>
            <th scope="col">{t("waiting")}</th>
          </tr>
        </thead>
        <tbody>
          {agents.slice(0, MOST_AGENTS).map((agent) => (
            <tr key={agent.userId}>
              <th scope="row" dir="auto">
                {names.agent(agent.userId)}
              </th>
              <td>{t(`statuses.${agent.status}`)}</td>
              <td>{format.number(agent.open)}</td>
              <td>{format.number(agent.waiting)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More count={agents.length - MOST_AGENTS} />
    </section>
  );
}

/** How many there was no room for. */
function More({ count }: { count: number }) {
  const t = useTranslations("reportsLive");
  return count > 0 && <p className={css.more}>{t("more", { count })}</p>;
}
