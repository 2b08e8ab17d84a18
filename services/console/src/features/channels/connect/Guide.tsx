/** What to click elsewhere, in order, with the way there. */

import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import guide from "./connect.module.css";

interface GuideProps {
  title: string;
  text: string;
  /** Numbered: what to do. */
  steps: readonly ReactNode[];
  /** Where it is done. */
  href: string;
  link: string;
}

export function Guide({ title, text, steps, href, link }: GuideProps) {
  return (
    <section className={guide.guide}>
      <h2>{title}</h2>
      <p>{text}</p>
      <a href={href} target="_blank" rel="noreferrer" className={guide.external}>
        <ExternalLink aria-hidden size={16} />
        {link}
      </a>
      <ol>
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name but their place.
          <li key={at}>{step}</li>
        ))}
      </ol>
    </section>
  );
}
