/** The tags of a kind, each with its colour and what can be done with it. */

import { Ellipsis, Merge, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/shared/ui/Badge";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Dot } from "@/shared/ui/Tag";
import { Row, Rows } from "../parts/Rows";
import type { TagKind } from "./data";

export interface ShownTag {
  id: string;
  name: string;
  color: string;
  revision: number;
  /** Contacts are still getting its name. */
  moving?: boolean;
}

interface TagRowsProps {
  kind: TagKind;
  tags: readonly ShownTag[];
  mayManage: boolean;
  onChange: (tag: ShownTag) => void;
  onMerge: (tag: ShownTag) => void;
  onRemove: (tag: ShownTag) => void;
}

export function TagRows({ kind, tags, mayManage, onChange, onMerge, onRemove }: TagRowsProps) {
  const t = useTranslations("settingsTags");
  const parts = useTranslations("settingsParts");
  const items = (tag: ShownTag): MenuItem[] => [
    { label: parts("edit"), icon: Pencil, onSelect: () => onChange(tag) },
    ...(kind === "contacts"
      ? [{ label: t("merge.open"), icon: Merge, disabled: tags.length < 2, onSelect: () => onMerge(tag) }]
      : []),
    "separator",
    {
      label: kind === "tickets" ? t("archive.open") : parts("delete"),
      icon: Trash2,
      danger: true,
      onSelect: () => onRemove(tag),
    },
  ];
  return (
    <Rows label={t(kind)}>
      {tags.map((tag) => (
        <Row
          key={tag.id}
          mark={<Dot colour={tag.color} />}
          title={tag.name}
          badges={tag.moving && <Badge tone="info">{t("moving")}</Badge>}
          onOpen={mayManage ? () => onChange(tag) : undefined}
          actions={
            mayManage && (
              <Menu
                trigger={<IconButton label={parts("actionsOf", { name: tag.name })} icon={Ellipsis} />}
                items={items(tag)}
              />
            )
          }
        />
      ))}
    </Rows>
  );
}
