/**
 * A Vite plugin: fails the build when what a screen loads is larger than its budget. Sizes are what is sent, so
 * compressed, in kB. A screen's code is what its file needs, together with what stands around it and its words. Of the
 * screens besides the inbox only what is theirs alone is held: everybody comes from the inbox, and parts that screens
 * share are loaded once.
 */

import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What the plugin reads of a bundle. */
export interface Chunk {
  type: "chunk";
  fileName: string;
  code: string;
  isEntry: boolean;
  imports: string[];
  dynamicImports: string[];
  moduleIds: string[];
  viteMetadata?: { importedCss: Set<string> };
}
interface Asset {
  type: "asset";
  fileName: string;
  source: string | Uint8Array;
}
export type Bundle = Record<string, Chunk | Asset>;

export interface Budgets {
  login: number;
  inbox: number;
  inboxInAll: number;
  screen: number;
  chart: number;
  voice: number;
  css: number;
}

const LIMITS: Budgets = {
  login: 155,
  inbox: 215,
  // With each menu, dialog and picker of a conversation and its details; what is needed at first is `inbox`. A fourth of
  // it is the library of menus, popups and lists to search.
  inboxInAll: 355,
  screen: 40,
  chart: 125,
  voice: 45,
  css: 27,
};

/** Loaded when a chart is opened or a recording starts: each has its own budget. */
const CHART = "/node_modules/recharts/";
const VOICE = "/node_modules/mediabunny/";
/** Data that is fetched when emoji are chosen. */
const EMOJI = "/node_modules/emojibase-data/";
/** What everybody loads who is signed in. */
const SHELL = ["app/AppShell.tsx", "shared/realtime/signedIn.ts"];
const SCREEN = /features\/[^?]*Screen\.tsx$/;
const WORDS = /\/(messages\/|generated\/words\.)(pt|en)\.json$/;

/** Returns a line for each budget that a bundle exceeds. */
export function excesses(bundle: Bundle, limits: Budgets = LIMITS): string[] {
  const sizes = new Sizes(bundle);
  const entry = sizes.chunks.find((chunk) => chunk.isEntry);
  if (!entry) return ["the bundle has no entry"];
  const around = sizes.needed([entry, ...sizes.wordsOf("app"), ...sizes.wordsOf("shared")]);
  const chunkOf = (file: string) =>
    sizes.chunks.filter((chunk) => chunk.moduleIds.some((id) => id.endsWith(`/${file}`)));
  const shell = sizes.needed([...around, ...SHELL.flatMap(chunkOf)]);
  const screen = (file: string, under: Iterable<Chunk>) => {
    const feature = /features\/(.+)\/[^/]+$/.exec(file)?.[1] ?? "";
    return sizes.needed([...under, ...chunkOf(file), ...sizes.wordsOf(`features/${feature}`)]);
  };
  const own = (part: string) => {
    const found = sizes.chunks.filter((chunk) => chunk.moduleIds.some((id) => id.includes(part)));
    return sizes.without(sizes.needed(found), shell);
  };

  const lines: string[] = [];
  const hold = (what: string, chunks: Iterable<Chunk>, limit: number) => {
    const size = sizes.ofCode(chunks);
    if (size > limit) lines.push(`${what}: ${size.toFixed(1)} kB, ${limit} may be`);
  };
  const holdStyles = (what: string, chunks: Iterable<Chunk>) => {
    const size = sizes.ofStyles(chunks);
    if (size > limits.css) lines.push(`CSS of ${what}: ${size.toFixed(1)} kB, ${limits.css} may be`);
  };
  const inbox = screen("features/inbox/InboxScreen.tsx", shell);
  hold("login", screen("features/auth/LoginScreen.tsx", around), limits.login);
  hold("inbox at first paint", inbox, limits.inbox);
  hold("inbox in all", sizes.reachable(inbox, [CHART, VOICE, EMOJI]), limits.inboxInAll);
  hold("chart", own(CHART), limits.chart);
  hold("voice", own(VOICE), limits.voice);
  holdStyles("the inbox", sizes.reachable(inbox, []));
  const everywhere = sizes.reachable(inbox, [CHART, VOICE, EMOJI]);
  const others = sizes.screens().filter((file) => !file.includes("/inbox/") && !file.includes("/auth/"));
  const whole = new Map(others.map((file) => [file, screen(file, shell)]));
  for (const [file, chunks] of whole) {
    holdStyles(file, chunks);
    const elsewhere = [...whole].flatMap(([other, theirs]) => (other === file ? [] : [...theirs]));
    hold(file, sizes.without(chunks, new Set([...everywhere, ...elsewhere, ...own(CHART)])), limits.screen);
  }
  return lines;
}

class Sizes {
  readonly chunks: Chunk[];

  constructor(private readonly bundle: Bundle) {
    this.chunks = Object.values(bundle).filter((file) => file.type === "chunk");
  }

  /** The chunks of words of a folder in the language that has more of them. */
  wordsOf(folder: string): Chunk[] {
    const found = this.chunks.filter((chunk) =>
      chunk.moduleIds.some((id) => id.includes(`/src/${folder}/messages/`)),
    );
    return found.sort((a, b) => b.code.length - a.code.length).slice(0, 1);
  }

  /** All screens that have a chunk, by their files. */
  screens(): string[] {
    const found = this.chunks.flatMap((chunk) => chunk.moduleIds);
    return found.flatMap((id) => SCREEN.exec(id)?.[0] ?? []);
  }

  /** These and what they import at once. */
  needed(chunks: Iterable<Chunk>): Set<Chunk> {
    return this.closure(chunks, (chunk) => chunk.imports);
  }

  /** These and all that they may load later: no other screen, no words, none of the parts named. */
  reachable(chunks: Iterable<Chunk>, except: string[]): Set<Chunk> {
    const isElsewhere = (id: string) =>
      SCREEN.test(id) || WORDS.test(id) || except.some((part) => id.includes(part));
    const later = (chunk: Chunk) =>
      chunk.dynamicImports.filter((name) => {
        const file = this.bundle[name];
        return file?.type === "chunk" && !file.moduleIds.some(isElsewhere);
      });
    return this.closure(chunks, (chunk) => [...chunk.imports, ...later(chunk)]);
  }

  without(chunks: Set<Chunk>, others: Set<Chunk>): Set<Chunk> {
    return new Set([...chunks].filter((chunk) => !others.has(chunk)));
  }

  ofCode(chunks: Iterable<Chunk>): number {
    return [...chunks].reduce((sum, chunk) => sum + compressed(chunk.code), 0);
  }

  ofStyles(chunks: Iterable<Chunk>): number {
    const names = new Set([...chunks].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
    return [...names].reduce((sum, name) => {
      const file = this.bundle[name];
      return sum + (file?.type === "asset" ? compressed(file.source) : 0);
    }, 0);
  }

  private closure(chunks: Iterable<Chunk>, next: (chunk: Chunk) => string[]): Set<Chunk> {
    const found = new Set<Chunk>();
    const left = [...chunks];
    for (let chunk = left.pop(); chunk; chunk = left.pop()) {
      if (found.has(chunk)) continue;
      found.add(chunk);
      for (const name of next(chunk)) {
        const file = this.bundle[name];
        if (file?.type === "chunk") left.push(file);
      }
    }
    return found;
  }
}

function compressed(text: string | Uint8Array): number {
  return gzipSync(text, { level: 5 }).length / 1000;
}

export function budgets(): Plugin {
  return {
    name: "atende-budgets",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const found = excesses(bundle as unknown as Bundle);
      if (found.length > 0)
        this.error(`Larger than they may be (build/budgets.ts):\n  ${found.join("\n  ")}`);
    },
  };
}
