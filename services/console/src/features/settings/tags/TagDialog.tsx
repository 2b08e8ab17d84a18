/** A tag's name and colour. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ColourPicker } from "@/shared/ui/ColourPicker";
import { Field } from "@/shared/ui/Field";
import { SWATCHES } from "@/shared/ui/swatches";
import { Tag } from "@/shared/ui/Tag";
import { TextInput } from "@/shared/ui/TextInput";
import { FormDialog } from "../parts/FormDialog";
import { createTag, type TagKind, updateTag } from "./data";
import type { ShownTag } from "./TagRows";

interface TagDialogProps {
  kind: TagKind;
  /** The one that is changed; none: a new one. */
  tag?: ShownTag;
  onClose: () => void;
}

export function TagDialog({ kind, tag, onClose }: TagDialogProps) {
  const t = useTranslations("settingsTags");
  const parts = useTranslations("settingsParts");
  const [name, setName] = useState(tag?.name ?? "");
  const [color, setColor] = useState<string>(tag?.color ?? SWATCHES[4].value);
  return (
    <FormDialog
      size="small"
      title={tag ? t("change") : t("create")}
      text={tag && kind === "contacts" ? t("renameHint") : undefined}
      fields={["name", "color"]}
      check={() => ({ name: name.trim() === "" ? parts("missing") : undefined })}
      revision={tag?.revision}
      onSend={(revision) =>
        tag
          ? updateTag(kind, tag.id, { name: name.trim(), color }, revision)
          : createTag(kind, { name: name.trim(), color })
      }
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t("name")} error={errorOf("name")}>
            <TextInput autoFocus maxLength={50} value={name} onValue={setName} />
          </Field>
          <ColourPicker label={t("colour")} value={color} onValue={setColor} />
          <div>
            <Tag name={name.trim() || t("example")} colour={color} />
          </div>
        </>
      )}
    </FormDialog>
  );
}
