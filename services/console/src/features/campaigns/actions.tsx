/** What can be done to a campaign: its moves, copying it, putting it away, deleting a draft. */

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  Archive,
  ArchiveRestore,
  Ban,
  CircleCheck,
  Copy,
  type LucideIcon,
  Pause,
  Play,
  Trash2,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { confirm } from "@/shared/ui/confirm";
import type { MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { at, campaignKeys, keep, useMove } from "./data";
import { type Action, type Campaign, isDraft, isOver } from "./rules";

const ICONS: Record<Exclude<Action, "start">, LucideIcon> = {
  pause: Pause,
  resume: Play,
  finish: CircleCheck,
  cancel: Ban,
};

export interface Move {
  action: Exclude<Action, "start">;
  label: string;
  icon: LucideIcon;
  run: () => void;
}

/** The moves that a campaign's state admits and the person may make; `isBusy` while one is under way. */
export function useMoves(campaign: Campaign): { moves: Move[]; isBusy: boolean } {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const mayRun = useMay("campaigns:run");
  const move = useMove(campaign.id);
  const run = async (action: Exclude<Action, "start">) => {
    const asks = action === "cancel" || action === "finish";
    const { name } = campaign;
    if (
      asks &&
      !(await confirm({
        title: t(`confirm.${action}Title`, { name }),
        text: t(`confirm.${action}Text`),
        action: t(`actions.${action}`),
        danger: action === "cancel",
      }))
    )
      return;
    move.mutate(
      { action },
      {
        onSuccess: () => toast({ tone: "good", text: t(`done.${action}`, { name }) }),
        onError: (error) => toast({ tone: "danger", text: words(error) }),
      },
    );
  };
  const moves = mayRun
    ? campaign.allowed
        .filter((action): action is Exclude<Action, "start"> => action !== "start")
        .map((action) => ({
          action,
          label: t(`actions.${action}`),
          icon: ICONS[action],
          run: () => void run(action),
        }))
    : [];
  return { moves, isBusy: move.isPending };
}

/** What a campaign's menu offers besides its moves. */
export function useCampaignMenu(campaign: Campaign, onGone?: () => void): MenuItem[] {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const mayWrite = useMay("campaigns:write");
  const client = useQueryClient();
  const navigate = useNavigate();
  if (!mayWrite) return [];
  const { id, name } = campaign;
  const tell = (error: unknown) => toast({ tone: "danger", text: words(error) });
  const duplicate = async () => {
    const copy = await ask(api.POST("/api/v1/campaigns/{campaign_id}/duplicate", at(id)));
    keep(client, copy);
    await navigate({ to: "/campaigns/$campaignId/edit", params: { campaignId: copy.id } });
  };
  const archive = async (isAway: boolean) => {
    const call = isAway
      ? api.POST("/api/v1/campaigns/{campaign_id}/archive", at(id))
      : api.POST("/api/v1/campaigns/{campaign_id}/unarchive", at(id));
    keep(client, await ask(call));
    const undo = { label: t("undo"), onAction: () => void archive(!isAway).catch(tell) };
    toast({ text: t(isAway ? "done.archive" : "done.unarchive", { name }), action: undo });
  };
  const remove = async () => {
    const isSure = await confirm({
      title: t("confirm.deleteTitle", { name }),
      text: t("confirm.deleteText"),
      action: t("actions.delete"),
      danger: true,
    });
    if (!isSure) return;
    await ask(api.DELETE("/api/v1/campaigns/{campaign_id}", at(id)));
    client.removeQueries({ queryKey: campaignKeys.one(id) });
    await client.invalidateQueries({ queryKey: campaignKeys.lists });
    toast({ text: t("done.delete", { name }) });
    onGone?.();
  };
  const isAway = campaign.archivedAt !== null;
  const items: MenuItem[] = [
    { label: t("actions.duplicate"), icon: Copy, onSelect: () => void duplicate().catch(tell) },
  ];
  if (isOver(campaign.status) || isAway) {
    items.push({
      label: t(isAway ? "actions.unarchive" : "actions.archive"),
      icon: isAway ? ArchiveRestore : Archive,
      onSelect: () => void archive(!isAway).catch(tell),
    });
  }
  if (isDraft(campaign)) {
    items.push({
      label: t("actions.delete"),
      icon: Trash2,
      danger: true,
      onSelect: () => void remove().catch(tell),
    });
  }
  return items;
}
