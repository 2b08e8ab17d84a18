/** What a browser says of itself, as people know it: its name and the system that it runs on. Pure. */

export interface Device {
  browser: string | undefined;
  system: string | undefined;
  isPhone: boolean;
}

/** The first that is found counts: browsers name those that they descend from, too. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/** Returns what a `User-Agent` header says; programs that name no browser are undefined. */
export function deviceOf(userAgent: string): Device {
  const found = (table: readonly [RegExp, string][]) =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1];
  return {
    browser: found(BROWSERS),
    system: found(SYSTEMS),
    isPhone: /\b(iPhone|Android|Mobile)\b/.test(userAgent),
  };
}
