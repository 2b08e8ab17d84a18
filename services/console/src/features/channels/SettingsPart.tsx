/** One part of a number's settings: its fields, its button, and what was wrong. */

import type { ReactNode } from "react";
import { Banner } from "@/shared/ui/Banner";
import css from "./channels.module.css";

export function SettingsPart(props: {
  title: string;
  text?: string;
  onSubmit?: () => void;
  problem?: string;
  children: ReactNode;
}) {
  const { title, text, onSubmit, problem, children } = props;
  const content = (
    <>
      <h2>{title}</h2>
      {text && <p className={css.note}>{text}</p>}
      {problem && (
        <Banner tone="danger" live>
          {problem}
        </Banner>
      )}
      {children}
    </>
  );
  if (!onSubmit) return <section className={css.card}>{content}</section>;
  return (
    <form
      className={css.card}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {content}
    </form>
  );
}
