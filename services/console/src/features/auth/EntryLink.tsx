/** A link from one entry screen to another; where to go on after signing in stays in the address. */

import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { entrySearch } from "./search";

interface EntryLinkProps {
  to: "/login" | "/register" | "/password-reset";
  className?: string;
  children: ReactNode;
}

export function EntryLink({ to, className, children }: EntryLinkProps) {
  const search = useLocation({ select: (location) => location.search as Record<string, unknown> });
  return (
    <Link to={to} search={entrySearch(search)} className={className}>
      {children}
    </Link>
  );
}
