/** A page for those who may see it; to others it says so. */

import type { ReactNode } from "react";
import type { Permission } from "@/shared/api/browserSession";
import { useMay } from "@/shared/api/session";
import { Forbidden } from "@/shared/ui/Forbidden";

export function Guarded({ permission, children }: { permission: Permission; children: ReactNode }) {
  return useMay(permission) ? children : <Forbidden />;
}
