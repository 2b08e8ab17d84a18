/** How the console looks, is typed in, and when it rings: kept with the person, in all companies and browsers. */

import { useTranslations } from "use-intl";
import type { Preferences } from "@/shared/api/browserSession";
import { changePreferences } from "@/shared/api/preferences";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { RadioGroup, Switch } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { toast } from "@/shared/ui/toast";
import { Section } from "../Section";
import css from "./me.module.css";

const THEMES = ["system", "light", "dark"] as const;
const DENSITIES = ["comfortable", "compact"] as const;
const AFTER_CLOSING = ["next", "stay"] as const;
const ATTENTION = ["off", "mine", "unassigned", "all"] as const;

export function PreferenceSections() {
  const t = useTranslations("settingsMe");
  const { preferences } = useSession();
  const words = useProblemWords();
  const choose = (changes: Partial<Preferences>) => {
    changePreferences(changes).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };
  const options = <Value extends string>(group: string, values: readonly Value[]) =>
    values.map((value) => ({ value, label: t(`preferences.${group}.${value}` as never) }));
  return (
    <>
      <Section title={t("preferences.look")} text={t("preferences.lookText")}>
        <div className={css.pair}>
          <Field label={t("preferences.language")}>
            <NativeSelect
              value={preferences.language ?? "company"}
              onValue={(value) => choose({ language: value === "company" ? null : value })}
              options={[
                { value: "company", label: t("preferences.companyLanguage") },
                { value: "pt", label: "Português (Brasil)" },
                { value: "en", label: "English" },
              ]}
            />
          </Field>
          <Field label={t("preferences.density.label")}>
            <NativeSelect
              value={preferences.density}
              onValue={(density) => choose({ density })}
              options={options("density", DENSITIES)}
            />
          </Field>
        </div>
        <RadioGroup
          label={t("preferences.theme.label")}
          value={preferences.theme}
          onValue={(theme) => choose({ theme })}
          options={options("theme", THEMES)}
        />
      </Section>
      <Section title={t("preferences.work")} text={t("preferences.workText")}>
        <Switch
          label={t("preferences.enterSends")}
          hint={t("preferences.enterSendsHint")}
          checked={preferences.enterSends}
          onValue={(enterSends) => choose({ enterSends })}
        />
        <Switch
          label={t("preferences.singleKeys")}
          hint={t("preferences.singleKeysHint")}
          checked={preferences.singleKeys}
          onValue={(singleKeys) => choose({ singleKeys })}
        />
        <RadioGroup
          label={t("preferences.afterClosing.label")}
          value={preferences.afterClosing}
          onValue={(afterClosing) => choose({ afterClosing })}
          options={options("afterClosing", AFTER_CLOSING)}
        />
        <div className={css.pair}>
          <Field label={t("preferences.sound")}>
            <NativeSelect
              value={preferences.sound}
              onValue={(sound) => choose({ sound })}
              options={options("attention", ATTENTION)}
            />
          </Field>
          <Field label={t("preferences.notifications")}>
            <NativeSelect
              value={preferences.notifications}
              onValue={(notifications) => choose({ notifications })}
              options={options("attention", ATTENTION)}
            />
          </Field>
        </div>
      </Section>
    </>
  );
}
