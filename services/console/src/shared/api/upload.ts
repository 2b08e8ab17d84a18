/** Uploads of files that are to be sent (`POST /api/v1/media`), with their progress: `fetch` tells of none. */

import type { AnswerOf } from "./client";
import { NetworkError, ProblemError, problemOf } from "./problems";
import { session } from "./session";

export type UploadedMedia = AnswerOf<"media.upload">;

export interface UploadOptions {
  filename: string;
  /** A recording that is to be played as a voice note. */
  voice?: boolean;
  /** Is told the part that has gone out, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

/** Uploads a file. Throws a `ProblemError`, or a `NetworkError` if no answer comes. */
export async function uploadMedia(file: Blob, options: UploadOptions): Promise<UploadedMedia> {
  try {
    return await put(file, options);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== "token-expired") throw error;
    await session.refresh();
    return put(file, options);
  }
}

async function put(file: Blob, options: UploadOptions): Promise<UploadedMedia> {
  const { filename, voice = false, onProgress, signal } = options;
  const token = await session.token();
  signal?.throwIfAborted();
  const query = new URLSearchParams({ filename: filename.slice(0, 240), voice: String(voice) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/media?${query}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    if (token) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) onProgress?.(loaded / total);
    });
    request.addEventListener("load", () => {
      const response = new Response(null, { status: request.status, headers: headersOf(request) });
      const body = parsed(request.responseText);
      if (response.ok && body !== undefined) resolve(body as UploadedMedia);
      else reject(problemOf(response, body));
    });
    request.addEventListener("error", () => reject(new NetworkError()));
    request.addEventListener("timeout", () => reject(new NetworkError()));
    request.addEventListener("abort", () => reject(signal?.reason ?? new NetworkError()));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function headersOf(request: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const name of ["retry-after", "x-request-id"]) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
