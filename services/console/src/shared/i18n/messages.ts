/**
 * The words of the console: `messages/{pt,en}.json` beside the feature that says them. A namespace is the path of its
 * folder in camelCase (`features/settings/queues/messages` is `settingsQueues`, `shared/messages` is `shared`) and is
 * loaded with the screens that need it.
 */

import type { AbstractIntlMessages } from "use-intl";

export const LOCALES = ["pt", "en"] as const;
export type Locale = (typeof LOCALES)[number];

type Loader = () => Promise<{ default: AbstractIntlMessages }>;

const loaders = import.meta.glob<{ default: AbstractIntlMessages }>([
  "/src/shared/**/messages/*.json",
  "/src/app/messages/*.json",
  "/src/features/**/messages/*.json",
]);

/** Returns the namespace of a folder of messages: `/src/features/inbox/messages/pt.json` is `inbox`. */
export function namespaceOf(path: string): string {
  const parts = path
    .replace(/^\/src\/(features\/)?/, "")
    .split("/")
    .slice(0, -2);
  return parts.join("-").replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
}

const byNamespace = new Map<string, Partial<Record<Locale, Loader>>>();
for (const [path, load] of Object.entries(loaders)) {
  const locale = path.endsWith("/pt.json") ? "pt" : "en";
  const namespace = namespaceOf(path);
  byNamespace.set(namespace, { ...byNamespace.get(namespace), [locale]: load as Loader });
}

/** What has been loaded, and for whom it is kept: the provider shows the messages of one locale. */
export class MessageStore {
  private loaded: AbstractIntlMessages = {};
  private readonly wanted = new Set<string>();
  private readonly listeners = new Set<() => void>();

  constructor(public locale: Locale) {}

  /** Loads namespaces of the current locale, once; `shared` stands for all that begin with it. */
  async load(...namespaces: string[]): Promise<void> {
    const missing = namespaces
      .flatMap(withParts)
      .filter((namespace) => !this.wanted.has(namespace) || !(namespace in this.loaded));
    for (const namespace of missing) this.wanted.add(namespace);
    if (missing.length === 0) return;
    const { locale } = this;
    const more = await fetchAll(locale, missing);
    // A change of the locale meanwhile has loaded them, too: they were wanted.
    if (locale === this.locale) this.publish({ ...this.loaded, ...more });
  }

  /** Changes the locale once all that is shown has been loaded in the new one. */
  async change(locale: Locale): Promise<void> {
    if (locale === this.locale) return;
    const wanted = [...this.wanted];
    const loaded = await fetchAll(locale, wanted);
    this.locale = locale;
    this.publish(loaded);
    const since = [...this.wanted].filter((namespace) => !wanted.includes(namespace));
    if (since.length > 0) await this.load(...since);
  }

  snapshot = (): AbstractIntlMessages => this.loaded;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private publish(loaded: AbstractIntlMessages): void {
    this.loaded = loaded;
    for (const listener of this.listeners) listener();
  }
}

const withParts = (namespace: string): string[] =>
  namespace === "shared" ? [...byNamespace.keys()].filter((name) => name.startsWith("shared")) : [namespace];

async function fetchAll(locale: Locale, namespaces: string[]): Promise<AbstractIntlMessages> {
  const entries = await Promise.all(
    namespaces.map(async (namespace) => {
      const load = byNamespace.get(namespace)?.[locale];
      if (!load) throw new Error(`There are no messages ${namespace} in ${locale}`);
      return [namespace, (await load()).default] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** Returns the locale of the browser, of those that we speak; Portuguese if it speaks neither. */
export function browserLocale(languages: readonly string[] = navigator.languages): Locale {
  for (const language of languages) {
    const base = language.toLowerCase().split("-")[0];
    if (base === "pt" || base === "en") return base;
  }
  return "pt";
}

export const messageStore = new MessageStore(browserLocale());
