/** What to tap on the phone, in the words that WhatsApp has there. */

import { useTranslations } from "use-intl";
import web from "./web.module.css";

type Step = "open" | "devices" | "linkDevice" | "point" | "byNumber" | "enter";

export function PhoneSteps({ steps }: { steps: readonly Step[] }) {
  const t = useTranslations("channelsWeb.link.onPhone");
  return (
    <ol className={web.steps}>
      {steps.map((step) => (
        <li key={step}>{t.rich(step, { b: (words) => <b>{words}</b> })}</li>
      ))}
    </ol>
  );
}
