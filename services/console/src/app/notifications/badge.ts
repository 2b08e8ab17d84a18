/** How many tickets are unread, in the page's title and on its icon. */

import { useEffect } from "react";

const SIZE = 64;

/** Keeps the number before the title, whichever screen writes it. */
function useTitleCount(count: number): void {
  useEffect(() => {
    const mark = () => {
      const plain = document.title.replace(/^\(\d+\+?\) /, "");
      const wanted = count > 0 ? `(${count > 99 ? "99+" : count}) ${plain}` : plain;
      if (document.title !== wanted) document.title = wanted;
    };
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(document.head, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, [count]);
}

function useIconDot(isUnread: boolean): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (!link || !isUnread) return;
    const plain = link.href;
    let made: string | undefined;
    let isOver = false;
    void dotted(plain).then((blob) => {
      if (!blob || isOver) return;
      made = URL.createObjectURL(blob);
      link.type = "image/png";
      link.href = made;
    });
    return () => {
      isOver = true;
      if (made) URL.revokeObjectURL(made);
      link.type = "image/svg+xml";
      link.href = plain;
    };
  }, [isUnread]);
}

/** Returns the icon with a dot in its corner; null where the browser cannot draw it. */
async function dotted(icon: string): Promise<Blob | null> {
  const image = new Image(SIZE, SIZE);
  image.src = icon;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.drawImage(image, 0, 0, SIZE, SIZE);
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--danger");
  pen.beginPath();
  pen.arc(SIZE - 16, 16, 15, 0, 2 * Math.PI);
  pen.fill();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

export function useUnreadBadge(count: number): void {
  useTitleCount(count);
  useIconDot(count > 0);
}
