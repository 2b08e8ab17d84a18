/** A text as WhatsApp shows it. Links open in a new page that learns nothing of ours. */

import { Fragment, memo, type ReactNode } from "react";
import css from "./FormattedText.module.css";
import { type Block, formatted, type Span } from "./formatted";
import { numbered } from "./numbered";

interface Props {
  text: string;
  /** Names that are shown as mentions when an @ stands before them. */
  mentions?: readonly string[];
}

export const FormattedText = memo(function FormattedText({ text, mentions = [] }: Props) {
  return (
    <div className={css.text} dir="auto">
      {numbered(formatted(text)).map(({ key, item }) => (
        <Part key={key} block={item} mentions={mentions} />
      ))}
    </div>
  );
});

interface Named {
  mentions: readonly string[];
}

function Part({ block, mentions }: Named & { block: Block }) {
  switch (block.kind) {
    case "code":
      return <pre className={css.block}>{block.text}</pre>;
    case "quote":
      return (
        <blockquote className={css.quote}>
          <Lines all={block.lines} mentions={mentions} />
        </blockquote>
      );
    case "bullets":
      return (
        <ul className={css.bullets}>
          <Items all={block.items} mentions={mentions} />
        </ul>
      );
    case "numbers":
      return (
        <ol className={css.numbers} start={block.start}>
          <Items all={block.items} mentions={mentions} />
        </ol>
      );
    default:
      return (
        <p className={css.lines}>
          <Lines all={block.lines} mentions={mentions} />
        </p>
      );
  }
}

function Lines({ all, mentions }: Named & { all: Span[][] }) {
  return numbered(all).map(({ key, item }) => (
    <Fragment key={key}>
      {key !== "0" && "\n"}
      <Spans all={item} mentions={mentions} />
    </Fragment>
  ));
}

function Items({ all, mentions }: Named & { all: Span[][] }) {
  return numbered(all).map(({ key, item }) => (
    <li key={key}>
      <Spans all={item} mentions={mentions} />
    </li>
  ));
}

function Spans({ all, mentions }: Named & { all: Span[] }) {
  return numbered(all).map(({ key, item }) => <Piece key={key} span={item} mentions={mentions} />);
}

function Piece({ span, mentions }: Named & { span: Span }) {
  switch (span.kind) {
    case "bold":
      return (
        <strong>
          <Spans all={span.spans} mentions={mentions} />
        </strong>
      );
    case "italic":
      return (
        <em>
          <Spans all={span.spans} mentions={mentions} />
        </em>
      );
    case "struck":
      return (
        <s>
          <Spans all={span.spans} mentions={mentions} />
        </s>
      );
    case "code":
      return <code className={css.code}>{span.text}</code>;
    case "link":
      return (
        <a href={span.href} target="_blank" rel="noopener noreferrer nofollow">
          {span.text}
        </a>
      );
    default:
      return <>{mentioned(span.text, mentions)}</>;
  }
}

function mentioned(text: string, names: readonly string[]): ReactNode {
  const name = names.find((each) => each && text.includes(`@${each}`));
  if (!name) return text;
  const at = text.indexOf(`@${name}`);
  return (
    <>
      {mentioned(text.slice(0, at), names)}
      <span className={css.mention}>@{name}</span>
      {mentioned(text.slice(at + name.length + 1), names)}
    </>
  );
}
