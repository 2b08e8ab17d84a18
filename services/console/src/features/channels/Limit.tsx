/** To how many people a number may begin to write in a day. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";

export function Limit({ value }: { value: string | null }) {
  const t = useTranslations("channels");
  const format = useFormat();
  if (value === null) return "–";
  if (value === "unlimited") return t("unlimited");
  return /^\d+$/.test(value) ? t("perDay", { count: format.number(Number(value)) }) : value;
}
