/**
 * A draft while it is written. Each section is saved by itself a moment after its last change; what cannot be sent, or did
 * not arrive, is kept in this browser and tried again. Somebody else's change is never written over unasked.
 */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, ask } from "@/shared/api/client";
import { isProblem, isTemporary, ProblemError } from "@/shared/api/problems";
import { useSession } from "@/shared/api/session";
import { at, type CampaignChanges, keep } from "../data";
import type { Campaign } from "../rules";
import { type CampaignForm, changesOf, formOf, rebased, SECTIONS, type Section } from "./form";
import { keepUnsaved, readUnsaved } from "./unsaved";

const WAIT_MS = 700;
const AGAIN_MS = 5000;

export type SaveState = "saved" | "saving" | "waiting" | "incomplete" | "refused" | "offline" | "conflict";

export interface CampaignFormState {
  form: CampaignForm;
  change: <S extends Section>(section: S, value: CampaignForm[S]) => void;
  saving: SaveState;
  /** Why the server refused it. */
  error: ProblemError | undefined;
  /** Saves what can be saved now; resolves to whether the server has all of it. */
  flush: () => Promise<boolean>;
  /** After somebody else's change: theirs counts, or ours. */
  resolve: (which: "theirs" | "ours") => void;
}

export function useCampaignForm(campaign: Campaign): CampaignFormState {
  const client = useQueryClient();
  const { user } = useSession();
  const key = `${user.id}:${campaign.id}`;
  const [form, setForm] = useState(() => formOf(campaign));
  const [saving, setSaving] = useState<SaveState>("saved");
  const [error, setError] = useState<ProblemError>();
  // What the running save and the timers look at.
  const now = useRef({ form, base: form, dirty: new Set<Section>(), revision: campaign.revision });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<boolean>>(undefined);
  // A save is run by timers that outlive a rendering.
  const saveLater = useRef((_: number) => {});

  const remember = useCallback(() => {
    const { dirty, base, form } = now.current;
    const only = (whole: CampaignForm): Partial<CampaignForm> =>
      Object.fromEntries([...dirty].map((section) => [section, whole[section]]));
    void keepUnsaved(key, dirty.size > 0 ? { base: only(base), form: only(form) } : undefined);
  }, [key]);

  /** Takes over a newer state of the server; says whether one section was changed there and here. */
  const adopt = useCallback((theirs: Campaign): boolean => {
    const { form: mine, dirty, base } = now.current;
    const next = formOf(theirs);
    const { form: merged, clash } = rebased(mine, dirty, base, next);
    if (clash) return false;
    Object.assign(now.current, { form: merged, base: next, revision: theirs.revision });
    setForm(merged);
    return true;
  }, []);

  const save = useCallback(async (): Promise<boolean> => {
    if (running.current) await running.current;
    const { dirty } = now.current;
    const sent = now.current.form;
    const parts = SECTIONS.filter((section) => dirty.has(section)).map(
      (section) => [section, changesOf(section, sent)] as const,
    );
    const ready = parts.filter(([, changes]) => changes !== undefined);
    if (ready.length === 0) {
      setSaving(dirty.size > 0 ? "incomplete" : "saved");
      return dirty.size === 0;
    }
    const body = Object.assign({}, ...ready.map(([, changes]) => changes)) as CampaignChanges;
    setSaving("saving");
    try {
      const header = { "if-match": `"${now.current.revision}"` };
      const path = { campaign_id: campaign.id };
      const saved = await ask(
        api.PATCH("/api/v1/campaigns/{campaign_id}", { params: { path, header }, body }),
      );
      now.current.revision = saved.revision;
      now.current.base = formOf(saved);
      for (const [section] of ready) {
        if (now.current.form[section] === sent[section]) dirty.delete(section);
      }
      keep(client, saved);
      setError(undefined);
      setSaving(dirty.size === 0 ? "saved" : ready.length < parts.length ? "incomplete" : "waiting");
    } catch (failed) {
      if (isProblem(failed, "revision-mismatch")) {
        // Mostly the audience has grown, or a colleague has changed another part.
        const theirs = await ask(api.GET("/api/v1/campaigns/{campaign_id}", at(campaign.id))).catch(
          () => null,
        );
        if (theirs && adopt(theirs)) saveLater.current(0);
        else setSaving(theirs ? "conflict" : "offline");
      } else if (failed instanceof ProblemError && !isTemporary(failed)) {
        setError(failed);
        setSaving("refused");
      } else {
        setSaving("offline");
        saveLater.current(AGAIN_MS);
      }
    }
    remember();
    return dirty.size === 0;
  }, [adopt, campaign.id, client, remember]);

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    const next = save().finally(() => {
      if (running.current === next) running.current = undefined;
    });
    running.current = next;
    return next;
  }, [save]);

  saveLater.current = (ms) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush(), ms);
  };

  const change = useCallback(
    <S extends Section>(section: S, value: CampaignForm[S]) => {
      const next = { ...now.current.form, [section]: value };
      now.current.form = next;
      now.current.dirty.add(section);
      setForm(next);
      setSaving((state) => (state === "conflict" ? state : "waiting"));
      remember();
      saveLater.current(WAIT_MS);
    },
    [remember],
  );

  // What was changed elsewhere, also by what is done to the audience.
  useEffect(() => {
    if (campaign.revision > now.current.revision && !running.current) adopt(campaign);
  }, [campaign, adopt]);

  // What an earlier page could not save.
  useEffect(() => {
    let isGone = false;
    void readUnsaved(key).then((left) => {
      if (isGone || !left || now.current.dirty.size > 0) return;
      const before = { ...now.current.base, ...left.base };
      const dirty = new Set(SECTIONS.filter((section) => section in left.form));
      const { clash } = rebased(before, dirty, before, now.current.base);
      Object.assign(now.current, { form: { ...now.current.form, ...left.form }, dirty });
      setForm(now.current.form);
      setSaving(clash ? "conflict" : "waiting");
      if (!clash) saveLater.current(WAIT_MS);
    });
    return () => {
      isGone = true;
    };
  }, [key]);

  // Leaving the screen does not wait for the timer.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      if (now.current.dirty.size > 0) void save();
    },
    [save],
  );

  const resolve = (which: "theirs" | "ours") => {
    void client
      .fetchQuery({
        queryKey: ["campaigns", "conflict", campaign.id],
        queryFn: () => ask(api.GET("/api/v1/campaigns/{campaign_id}", at(campaign.id))),
        staleTime: 0,
      })
      .then((theirs) => {
        keep(client, theirs);
        now.current.revision = theirs.revision;
        now.current.base = formOf(theirs);
        if (which === "ours") return void flush();
        now.current.dirty.clear();
        now.current.form = now.current.base;
        setForm(now.current.form);
        setError(undefined);
        setSaving("saved");
        remember();
      })
      .catch(() => setSaving("conflict"));
  };

  return { form, change, saving, error, flush, resolve };
}
