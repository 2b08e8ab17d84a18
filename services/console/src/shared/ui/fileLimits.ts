/** Which files are taken. */

export interface FileLimits {
  /** Endings and media types, as `<input accept>` has them: `.csv`, `image/*`. */
  accept?: readonly string[];
  maxBytes?: number;
}

/** Why a file is not taken; undefined if it is. */
export function fileProblem(
  file: File,
  { accept, maxBytes }: FileLimits,
): "type" | "size" | "empty" | undefined {
  if (accept && !accept.some((one) => fits(file, one.toLowerCase()))) return "type";
  if (file.size === 0) return "empty";
  if (maxBytes !== undefined && file.size > maxBytes) return "size";
  return undefined;
}

function fits(file: File, accepted: string): boolean {
  if (accepted.startsWith(".")) return file.name.toLowerCase().endsWith(accepted);
  const type = file.type.toLowerCase();
  return accepted.endsWith("/*") ? type.startsWith(accepted.slice(0, -1)) : type === accepted;
}

/** `16 MB`, in steps of 1024. */
export function readableBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024))) : 0;
  const amount = bytes / 1024 ** step;
  return `${amount >= 10 || step === 0 ? Math.round(amount) : Math.round(amount * 10) / 10} ${units[step]}`;
}
