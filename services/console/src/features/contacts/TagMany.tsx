/** Which tags are put on the chosen contacts, or taken off. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { ContactTagsField } from "./ContactTagsField";

interface TagManyProps {
  action: "tag" | "untag";
  busy: boolean;
  onTags: (tags: string[]) => void;
  onClose: () => void;
}

export function TagMany({ action, busy, onTags, onClose }: TagManyProps) {
  const t = useTranslations("contacts.bulk");
  const [tags, setTags] = useState<string[]>([]);
  const title = action === "tag" ? t("tag") : t("untag");
  return (
    <Dialog
      title={title}
      size="small"
      open
      onClose={onClose}
      onSubmit={() => tags.length > 0 && onTags(tags)}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" busy={busy} disabled={tags.length === 0}>
            {title}
          </Button>
        </>
      }
    >
      <ContactTagsField value={tags} onValue={setTags} canCreate={action === "tag"} />
    </Dialog>
  );
}
