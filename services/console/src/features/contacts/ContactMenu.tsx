/** What can be done with the contact that is open: merge, block, hand over its data, delete. */

import { Ban, EllipsisVertical, FileDown, ShieldCheck, Trash2, Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { confirm } from "@/shared/ui/confirm";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { useBlockContact, useDeleteContact } from "./data";
import { ExportTakesLong, useSavePersonalData } from "./personalData";
import type { Contact } from "./rules";

interface ContactMenuProps {
  contact: Contact;
  name: string;
  onMerge: () => void;
  onClose: () => void;
}

export function ContactMenu({ contact, name, onMerge, onClose }: ContactMenuProps) {
  const t = useTranslations("contacts.drawer");
  const words = useProblemWords();
  const mayWrite = useMay("contacts:write");
  const mayManage = useMay("contacts:manage");
  const block = useBlockContact(contact.id);
  const remove = useDeleteContact();
  const personal = useSavePersonalData();
  const fail = (error: unknown) => toast({ text: words(error), tone: "danger" });

  const toggleBlock = async () => {
    const isBlocking = !contact.blockedAt;
    if (isBlocking) {
      const isConfirmed = await confirm({
        title: t("blockTitle", { name }),
        text: t("blockText"),
        action: t("block"),
        danger: true,
      });
      if (!isConfirmed) return;
    }
    block.mutate(isBlocking, {
      onSuccess: () => toast({ text: isBlocking ? t("blockedNow") : t("unblockedNow"), tone: "good" }),
      onError: fail,
    });
  };
  const erase = async () => {
    const isConfirmed = await confirm({
      title: t("deleteTitle", { name }),
      text: t("deleteText"),
      action: t("delete"),
      danger: true,
      // Who has two people of a name before them looks at the number once more.
      typed: contact.phone ?? t("deleteWord"),
    });
    if (!isConfirmed) return;
    remove.mutate(contact.id, {
      onSuccess: () => {
        toast({ text: t("deletedNow"), tone: "good" });
        onClose();
      },
      onError: fail,
    });
  };
  const save = () => {
    toast({ text: t("exporting") });
    personal.mutate(contact.id, {
      onSuccess: () => toast({ text: t("exported"), tone: "good" }),
      onError: (error) =>
        error instanceof ExportTakesLong ? toast({ text: t("exportLate"), tone: "danger" }) : fail(error),
    });
  };
  const items: MenuItem[] = [
    ...(mayWrite
      ? [
          { label: t("merge"), icon: Users, onSelect: onMerge },
          {
            label: contact.blockedAt ? t("unblock") : t("block"),
            icon: contact.blockedAt ? ShieldCheck : Ban,
            onSelect: () => void toggleBlock(),
          },
        ]
      : []),
    ...(mayManage
      ? [
          "separator" as const,
          { label: t("export"), icon: FileDown, disabled: personal.isPending, onSelect: save },
          { label: t("delete"), icon: Trash2, danger: true, onSelect: () => void erase() },
        ]
      : []),
  ];
  if (items.length === 0) return null;
  return <Menu trigger={<IconButton label={t("more")} icon={EllipsisVertical} />} items={items} />;
}
