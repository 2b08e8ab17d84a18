/** A template as the customer will read it. Variables without a value stand as they are, and are marked by their braces. */

import { CornerUpLeft, ExternalLink, FileText, ImageIcon, MapPinned, Phone, Video } from "lucide-react";
import { useTranslations } from "use-intl";
import { FormattedText } from "./FormattedText";
import { numbered } from "./numbered";
import css from "./TemplatePreview.module.css";
import { filled, partsOf } from "./template";

export interface TemplateValues {
  header?: Readonly<Record<string, string | undefined>>;
  body?: Readonly<Record<string, string | undefined>>;
}

interface Props {
  components: readonly object[] | null;
  /** What it says, where the components are not known. */
  text?: string | null;
  values?: TemplateValues;
  /** The address of the file that was chosen for the header. */
  picture?: string;
}

const FORMATS = {
  IMAGE: ImageIcon,
  VIDEO: Video,
  DOCUMENT: FileText,
  GIF: ImageIcon,
  LOCATION: MapPinned,
} as const;

export function TemplatePreview({ components, text, values = {}, picture }: Props) {
  const t = useTranslations("sharedUiConversation");
  const parts = partsOf(components);
  if (!parts) {
    return (
      <div className={css.preview}>
        {text ? (
          <FormattedText text={filled(text, values.body ?? {})} />
        ) : (
          <p className={css.quiet}>{t("template.unknown")}</p>
        )}
      </div>
    );
  }
  const { header, body, footer, buttons } = parts;
  const format = header && header.format in FORMATS ? (header.format as keyof typeof FORMATS) : undefined;
  const Sign = format && FORMATS[format];
  return (
    <div className={css.preview}>
      {header?.text && (
        <p className={css.header} dir="auto">
          {filled(header.text, values.header ?? {})}
        </p>
      )}
      {Sign &&
        (picture && format === "IMAGE" ? (
          <img className={css.picture} src={picture} alt={t("template.header.IMAGE")} />
        ) : (
          <p className={css.file}>
            <Sign size={20} aria-hidden="true" /> {t(`template.header.${format}`)}
          </p>
        ))}
      <FormattedText text={filled(body, values.body ?? {})} />
      {footer && (
        <p className={css.quiet} dir="auto">
          {footer}
        </p>
      )}
      {buttons.length > 0 && (
        <ul className={css.buttons} aria-label={t("template.buttons")}>
          {numbered(buttons).map(({ key, item: button }) => (
            <li key={key} dir="auto">
              <ButtonSign type={button.type} /> {button.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ButtonSign({ type }: { type: string }) {
  const Sign = type === "URL" ? ExternalLink : type === "PHONE_NUMBER" ? Phone : CornerUpLeft;
  return <Sign size={14} aria-hidden="true" />;
}
