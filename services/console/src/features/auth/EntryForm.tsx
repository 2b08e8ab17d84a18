/** The form of an entry screen: its fields, what is wrong, and the one button. */

import type { FormEvent, ReactNode } from "react";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import css from "./EntryForm.module.css";

interface EntryFormProps {
  action: string;
  busy: boolean;
  problem: string | undefined;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** Above the fields: why the user is here. */
  notice?: ReactNode;
  /** Below the button: another way to go. */
  further?: ReactNode;
  children?: ReactNode;
}

export function EntryForm({ action, busy, problem, onSubmit, notice, further, children }: EntryFormProps) {
  return (
    <form className={css.form} onSubmit={onSubmit} noValidate>
      {notice}
      {problem && (
        <Banner tone="danger" live>
          {problem}
        </Banner>
      )}
      {children}
      <Button type="submit" variant="primary" size="large" block busy={busy} className={css.action}>
        {action}
      </Button>
      {further}
    </form>
  );
}
