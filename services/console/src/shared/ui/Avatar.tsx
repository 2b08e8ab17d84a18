/** A face, or the initials of a name on a ground that the name chooses. Decorative: the name stands beside it. */

import { User } from "lucide-react";
import { useState } from "react";
import css from "./Avatar.module.css";
import { initialsOf, toneOf } from "./avatarOf";

interface AvatarProps {
  /** Empty or undefined where the name is not known. */
  name?: string | null;
  src?: string | null;
  size?: "small" | "medium" | "large";
  /** What has the picture's corner: whether somebody is there. */
  presence?: "online" | "busy" | "away" | "offline";
}

export function Avatar({ name, src, size = "medium", presence }: AvatarProps) {
  const [failed, setFailed] = useState<string>();
  const initials = initialsOf(name ?? "");
  const isShown = Boolean(src) && src !== failed;
  return (
    <span
      className={`${css.avatar} ${css[size]}`}
      data-tone={toneOf(name ?? "")}
      // Drawn by the style sheet: letters that nobody reads out are no part of the name of a button around them.
      data-initials={isShown ? undefined : initials}
      aria-hidden="true"
    >
      {isShown ? (
        <img
          src={src ?? undefined}
          alt=""
          className={css.image}
          onError={() => setFailed(src ?? undefined)}
        />
      ) : (
        !initials && <User size={size === "large" ? 24 : 16} />
      )}
      {presence && <span className={css.presence} data-presence={presence} />}
    </span>
  );
}
