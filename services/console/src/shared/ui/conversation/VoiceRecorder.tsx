/** Records a voice message: begins at once, can be listened to, discarded or sent. Load it when it is opened. */

import { Check, Send, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { AudioPlayer } from "./AudioPlayer";
import { clock } from "./clock";
import { numbered } from "./numbered";
import css from "./VoiceRecorder.module.css";

/** The server converts up to 30 minutes; nobody listens to that much. */
const LONGEST_MINUTES = 10;
const LEVELS = 24;

type Problem = "denied" | "missing" | "unsupported" | "failed";
type State =
  | { at: "asking" }
  | { at: "recording"; seconds: number }
  | { at: "preparing" }
  | { at: "done"; file: Blob; address: string; seconds: number }
  | { at: "problem"; problem: Problem };

interface Props {
  onSend: (file: Blob, seconds: number) => void;
  onDiscard: () => void;
  /** It was left without an answer: what was recorded until then. */
  onLeft: (file: Blob) => void;
}

export default function VoiceRecorder({ onSend, onDiscard, onLeft }: Props) {
  const t = useTranslations("sharedUiConversation");
  const [state, setState] = useState<State>({ at: "asking" });
  const [levels, setLevels] = useState<number[]>([]);
  const recorder = useRef<MediaRecorder>(null);
  const isAnswered = useRef(false);
  const latest = useRef({ state, onLeft });
  latest.current = { state, onLeft };
  const isLong = state.at === "done" && state.seconds >= LONGEST_MINUTES * 60;

  useEffect(() => {
    const stopped = new AbortController();
    void record(stopped.signal, {
      onState: setState,
      onLevel: (level) => setLevels((held) => [...held, level].slice(-LEVELS)),
      onRecorder: (each) => {
        recorder.current = each;
      },
      onLeft: (file) => {
        if (!isAnswered.current) latest.current.onLeft(file);
      },
    });
    return () => {
      stopped.abort();
      const { state: last, onLeft: leave } = latest.current;
      if (last.at === "done" && !isAnswered.current) leave(last.file);
    };
  }, []);

  useEffect(() => {
    if (state.at === "done") return () => URL.revokeObjectURL(state.address);
  }, [state]);

  const answer = (act: () => void) => () => {
    isAnswered.current = true;
    act();
  };
  return (
    <fieldset
      className={css.recorder}
      aria-label={t("voice.record")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        answer(onDiscard)();
      }}
    >
      <button
        type="button"
        className={css.tool}
        onClick={answer(onDiscard)}
        aria-label={t("voice.discard")}
        title={t("voice.discard")}
      >
        <Trash2 size={18} aria-hidden="true" />
      </button>
      <div className={css.middle} aria-live="polite">
        {state.at === "asking" && t("voice.asking")}
        {state.at === "preparing" && t("voice.preparing")}
        {state.at === "problem" && <span className={css.problem}>{t(`voice.${state.problem}`)}</span>}
        {state.at === "recording" && (
          <>
            <span className={css.dot} aria-hidden="true" />
            <span className={css.hidden}>{t("voice.recording")}</span>
            <span className={css.time} aria-hidden="true">
              {clock(state.seconds)}
            </span>
            <span className={css.levels} aria-hidden="true">
              {numbered(levels).map(({ key, item: level }) => (
                <i key={key} style={{ blockSize: `${Math.round(4 + level * 24)}px` }} />
              ))}
            </span>
          </>
        )}
        {state.at === "done" && (
          <AudioPlayer
            source={() => Promise.resolve(state.address)}
            durationMs={state.seconds * 1000}
            voice
          />
        )}
        {isLong && <small>{t("voice.tooLong", { minutes: LONGEST_MINUTES })}</small>}
      </div>
      {state.at === "recording" && (
        <button
          type="button"
          className={css.tool}
          onClick={() => recorder.current?.stop()}
          aria-label={t("voice.stop")}
          title={t("voice.stop")}
        >
          <Check size={20} aria-hidden="true" />
        </button>
      )}
      {state.at === "done" && (
        <button
          type="button"
          className={css.send}
          // biome-ignore lint/a11y/noAutofocus: the recorder is opened to send, and Enter does it.
          autoFocus
          onClick={answer(() => onSend(state.file, state.seconds))}
          aria-label={t("voice.send")}
          title={t("voice.send")}
        >
          <Send size={18} aria-hidden="true" />
        </button>
      )}
    </fieldset>
  );
}

interface Hooks {
  onState: (state: State) => void;
  onLevel: (level: number) => void;
  onRecorder: (recorder: MediaRecorder) => void;
  onLeft: (file: Blob) => void;
}

async function record(stopped: AbortSignal, { onState, onLevel, onRecorder, onLeft }: Hooks): Promise<void> {
  const say = (state: State) => {
    if (!stopped.aborted) onState(state);
  };
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") {
    return say({ at: "problem", problem: "unsupported" });
  }
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true },
    });
  } catch (error) {
    return say({ at: "problem", problem: problemOf(error as DOMException) });
  }
  const free = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (stopped.aborted) return free();
  const type = ["audio/webm;codecs=opus", "audio/mp4"].find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const meter = levelMeter(stream);
  const timer = setInterval(() => {
    say({ at: "recording", seconds: seconds() });
    if (!stopped.aborted) onLevel(meter.level());
    if (seconds() >= LONGEST_MINUTES * 60 && recorder.state === "recording") recorder.stop();
  }, 120);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onerror = () => say({ at: "problem", problem: "failed" });
  recorder.onstop = async () => {
    const length = seconds();
    clearInterval(timer);
    meter.close();
    free();
    say({ at: "preparing" });
    try {
      const { toOgg } = await import("./recording");
      const file = await toOgg(new Blob(parts, { type: recorder.mimeType }));
      if (stopped.aborted) return onLeft(file);
      say({ at: "done", file, address: URL.createObjectURL(file), seconds: length });
    } catch {
      say({ at: "problem", problem: "failed" });
    }
  };
  stopped.addEventListener("abort", () => recorder.state !== "inactive" && recorder.stop());
  recorder.start();
  onRecorder(recorder);
  say({ at: "recording", seconds: 0 });
}

function problemOf(error: DOMException): Problem {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "denied";
  return error.name === "NotFoundError" ? "missing" : "failed";
}

/** How loud it is, from 0 to 1. */
function levelMeter(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 256;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getByteTimeDomainData(samples);
      return Math.min(1, Math.max(...samples.map((sample) => Math.abs(sample - 128))) / 64);
    },
    close: () => void context.close(),
  };
}
