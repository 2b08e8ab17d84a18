/** The sound of a new message: two soft tones, made by the browser itself. */

let context: AudioContext | undefined;
let lastAt = 0;

const TONES = [
  { hertz: 880, at: 0 },
  { hertz: 1174.7, at: 0.09 },
];
const APART_MS = 1500;

/** Plays it at a volume of 0 to 100; several messages at once are one sound. */
export function playSound(volume: number, now = Date.now()): void {
  if (volume <= 0 || now - lastAt < APART_MS) return;
  lastAt = now;
  context ??= new AudioContext();
  // Browsers let no page sound that nobody has touched yet.
  if (context.state === "suspended") void context.resume();
  for (const { hertz, at } of TONES) ring(context, hertz, context.currentTime + at, volume / 100);
}

/** The same, however soon: to try it. */
export function trySound(volume: number): void {
  lastAt = 0;
  playSound(volume);
}

function ring(audio: AudioContext, hertz: number, start: number, loudness: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  oscillator.type = "sine";
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.4 * loudness ** 1.5, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.45);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.5);
}
