/** Plays a voice note or a sound: one at a time on the whole page, faster if wanted. Loads when it is first played. */

import { Mic, Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import css from "./AudioPlayer.module.css";
import { clock } from "./clock";

const SPEEDS = [1, 1.5, 2] as const;

interface Props {
  /** Answers with an address that works now; null when there is none. */
  source: () => Promise<string | null>;
  durationMs?: number | null;
  voice?: boolean;
}

let playing: HTMLAudioElement | undefined;

export function AudioPlayer({ source, durationMs, voice = false }: Props) {
  const t = useTranslations("sharedUiConversation");
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [speed, setSpeed] = useState<number>(1);
  const [position, setPosition] = useState(0);
  const [length, setLength] = useState((durationMs ?? 0) / 1000);

  useEffect(() => {
    const element = audio.current;
    return () => element?.pause();
  }, []);

  async function toggle() {
    const element = audio.current;
    if (!element) return;
    if (!element.paused) return element.pause();
    try {
      if (!element.src || element.error) {
        const address = await source();
        if (!address) return setFailed(true);
        element.src = address;
      }
      setFailed(false);
      if (playing && playing !== element) playing.pause();
      playing = element;
      element.playbackRate = speed;
      await element.play();
    } catch (error) {
      if ((error as DOMException).name !== "AbortError") setFailed(true);
    }
  }

  function seek(to: number) {
    if (audio.current) audio.current.currentTime = to;
    setPosition(to);
  }

  function faster() {
    const next = SPEEDS[(SPEEDS.indexOf(speed as 1) + 1) % SPEEDS.length] as number;
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  }

  const Sign = isPlaying ? Pause : Play;
  return (
    <fieldset className={css.player} aria-label={voice ? t("kind.voice") : t("kind.audio")}>
      {/* biome-ignore lint/a11y/useMediaCaption: what people say in a chat has no captions. */}
      <audio
        ref={audio}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => seek(0)}
        onError={() => setFailed(true)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const { duration } = event.currentTarget;
          if (Number.isFinite(duration)) setLength(duration);
        }}
      />
      <button
        type="button"
        className={css.play}
        onClick={toggle}
        aria-label={isPlaying ? t("pause") : t("play")}
      >
        <Sign size={18} fill="currentColor" aria-hidden="true" />
      </button>
      <div className={css.middle}>
        <input
          type="range"
          className={css.track}
          min={0}
          max={Math.max(length, position, 0.1)}
          step={0.1}
          value={position}
          onChange={(event) => seek(Number(event.currentTarget.value))}
          aria-label={t("position")}
          aria-valuetext={`${clock(position)} / ${clock(length)}`}
        />
        <div className={css.times}>
          <span>{clock(isPlaying || position > 0 ? position : length)}</span>
          {voice && <Mic size={12} aria-hidden="true" />}
        </div>
      </div>
      <button type="button" className={css.speed} onClick={faster} aria-label={t("speed", { speed })}>
        {speed.toLocaleString()}×
      </button>
      {failed && (
        <p role="alert" className={css.failed}>
          {t("notPlayable")}
        </p>
      )}
    </fieldset>
  );
}
