/** Breaks a text into lines, for drawings, where nothing does it. */

const SHORTEST = 12;

/** Returns the words of a text in lines of so many letters; a word that is longer has a line for itself. */
export function linesOf(text: string, letters: number): string[] {
  const longest = Math.max(SHORTEST, letters);
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= longest) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
