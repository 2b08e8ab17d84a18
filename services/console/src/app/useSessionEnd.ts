/** Leads to signing in when the session ends, with the way back; begins anew when another person or company takes over. */

import { useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { session, useSessionState } from "@/shared/api/session";

export function useSessionEnd(): void {
  const state = useSessionState();
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    if (state.kind !== "signed-out") return;
    const next = state.why === "revoked" ? router.state.location.href : undefined;
    void navigate({ to: "/login", search: next === undefined ? {} : { next }, replace: true });
  }, [state, navigate, router]);
  useEffect(() => session.onReplaced(() => window.location.replace("/")), []);
}
