/** What was pressed, in the table's words: layouts, modifiers and input methods. */

/** Keys of which the place counts where the layout has no Latin letters, by `KeyboardEvent.code`. */
const PLACES: Record<string, [plain: string, shifted: string]> = {
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Slash: ["/", "?"],
  Equal: ["=", "+"],
};

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** Returns the key that a press means: `j`, `Shift+E`, `Mod+k`, `?`; null for those that are not for us. */
export function keyOf(event: KeyboardEvent): string | null {
  if (event.isComposing || event.key === "Dead" || event.key === "Process") return null;
  // AltGr writes characters, such as `[` on a German keyboard; Alt alone belongs to the browser.
  const types = event.getModifierState("AltGraph");
  if (event.altKey && !types) return null;
  const mod = !types && (isMac ? event.metaKey : event.ctrlKey);
  if (!types && (isMac ? event.ctrlKey : event.metaKey)) return null;
  const key = characterOf(event);
  if (mod) return `Mod+${key}`;
  return event.shiftKey && (key.length > 1 || /[a-z]/.test(key)) ? `Shift+${capital(key)}` : key;
}

function characterOf(event: KeyboardEvent): string {
  const { key, code } = event;
  if (key.length > 1) return key;
  const isForeign = key.codePointAt(0) !== undefined && (key.codePointAt(0) ?? 0) > 0x24f;
  if (!isForeign) return key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return letter.toLowerCase();
  return PLACES[code]?.[event.shiftKey ? 1 : 0] ?? key;
}

function capital(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}

/** What a person reads: `Ctrl + K`, `Shift + E`, `G` then `I`. One part per key to press. */
export function partsOf(keys: string): string[][] {
  return keys.split(" ").map((press) =>
    press.split(/\+(?=.)/).map((part) => {
      if (part === "Mod") return isMac ? "⌘" : "Ctrl";
      if (part === "Escape") return "Esc";
      return part.length === 1 ? part.toUpperCase() : part;
    }),
  );
}

/** As `aria-keyshortcuts` takes it; undefined for a sequence, which it cannot say. */
export function ariaOf(keys: string): string | undefined {
  if (keys.includes(" ")) return undefined;
  return keys.replace("Mod", isMac ? "Meta" : "Control").replace(/^\+$/, "Plus");
}

const FIELDS =
  "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=''], [contenteditable=true]";
const OVERLAYS = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox][data-open]";
const PRESSABLE = "a[href], button, summary, [role=button], [role=tab], [role=checkbox], [role=switch]";

/** Whether a single key is not for the table, because of what has the focus. */
export function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(FIELDS) || target.closest(OVERLAYS)) return true;
  return key === "Enter" && target.closest(PRESSABLE) !== null;
}
