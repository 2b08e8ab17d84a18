/** Sends the message to a phone of one's own, and shows what came of it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Smartphone } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { ProblemError } from "@/shared/api/problems";
import { useFieldWords, useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { PhoneInput } from "@/shared/ui/NumberInput";
import { Select } from "@/shared/ui/Select";
import { Time } from "@/shared/ui/Time";
import { campaignKeys, testsQuery } from "../data";
import { useReasonWords } from "../reasons";
import css from "./CampaignForm.module.css";
import type { VariantForm } from "./form";

const GOOD = new Set(["accepted", "sent", "delivered", "read"]);
const BAD = new Set(["failed", "suppressed", "returned", "unconfirmed"]);
const REMEMBERED = "atende-test-phone";

interface TestSendProps {
  campaignId: string;
  variants: readonly VariantForm[];
  mayRun: boolean;
  isSaved: boolean;
}

export function TestSend({ campaignId, variants, mayRun, isSaved }: TestSendProps) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const fieldWords = useFieldWords();
  const reasonWords = useReasonWords();
  const format = useFormat();
  const client = useQueryClient();
  const [phone, setPhone] = useState(() => sessionStorage.getItem(REMEMBERED) ?? "");
  const [variant, setVariant] = useState<string | null>(null);
  const key = useRef(crypto.randomUUID());
  const tests = useQuery(testsQuery(campaignId));
  const send = useMutation({
    mutationFn: () => {
      sessionStorage.setItem(REMEMBERED, phone);
      return ask(
        api.POST("/api/v1/campaigns/{campaign_id}/test-send", {
          params: { path: { campaign_id: campaignId }, header: { "idempotency-key": key.current } },
          body: { phone, ...(variants.length > 1 && variant ? { variant } : {}) },
        }),
      );
    },
    onSuccess: () => {
      key.current = crypto.randomUUID();
      void client.invalidateQueries({ queryKey: campaignKeys.tests(campaignId) });
    },
    onError: (error) => {
      if (error instanceof ProblemError) key.current = crypto.randomUUID();
    },
  });
  const wrong = send.error instanceof ProblemError ? send.error.fields.phone : undefined;
  return (
    <section className={css.card} aria-labelledby="test-title">
      <div>
        <h2 id="test-title" className={css.cardTitle}>
          {t("test.title")}
        </h2>
        <p className={css.cardText}>{t("test.text")}</p>
      </div>
      {mayRun && (
        <form
          className={css.fields}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!send.isPending && phone.trim() !== "" && isSaved) send.mutate();
          }}
        >
          <Field label={t("test.phone")} error={wrong && fieldWords(wrong)}>
            <PhoneInput value={phone} onValue={setPhone} />
          </Field>
          {variants.length > 1 && (
            <Field label={t("preview.variant")}>
              <Select
                value={variant ?? variants[0]?.name ?? null}
                onValue={setVariant}
                options={variants.map(({ name }) => ({ value: name, label: name }))}
              />
            </Field>
          )}
          {send.error && !wrong && <Banner tone="danger" live title={words(send.error)} />}
          <Button
            type="submit"
            icon={Smartphone}
            busy={send.isPending}
            disabled={phone.trim() === "" || !isSaved}
          >
            {t("test.send")}
          </Button>
        </form>
      )}
      {(tests.data?.items.length ?? 0) > 0 && (
        <ul className={css.list} aria-label={t("test.sent")}>
          {tests.data?.items.map((one) => (
            <li key={one.sendId} className={css.item}>
              <span className={css.itemWords}>
                <span>{format.phone(one.phone)}</span>
                <span className={css.quiet}>
                  <Time at={one.createdAt} kind="list" />
                  {one.reasonWords && ` · ${reasonWords(one.reasonWords)}`}
                </span>
              </span>
              <Badge tone={BAD.has(one.status) ? "danger" : GOOD.has(one.status) ? "accent" : "neutral"}>
                {t(`test.status.${one.status}`)}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
