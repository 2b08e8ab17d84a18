/** Reports as files: the API makes a link that is good for one download, and the browser saves it. */

import { api } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { type Asked, ofMessages } from "./asked";

export type FileFormat = "csv" | "xlsx";
interface Query extends Asked {
  format: FileFormat;
  separator: "comma" | "semicolon";
  bom: true;
}

const LINKS = {
  summary: (query: Query) => api.POST("/api/v1/reports/summary/export", { params: { query } }),
  daily: (query: Query) => api.POST("/api/v1/reports/daily/export", { params: { query } }),
  hourly: (query: Query) => api.POST("/api/v1/reports/hourly/export", { params: { query } }),
  agents: (query: Query) => api.POST("/api/v1/reports/agents/export", { params: { query } }),
  queues: (query: Query) => api.POST("/api/v1/reports/queues/export", { params: { query } }),
  tags: (query: Query) => api.POST("/api/v1/reports/tags/export", { params: { query } }),
  channels: (query: Query) => api.POST("/api/v1/reports/channels/export", { params: { query } }),
  templates: (query: Query) => api.POST("/api/v1/reports/templates/export", { params: { query } }),
  deliveryErrors: (query: Query) => api.POST("/api/v1/reports/delivery-errors/export", { params: { query } }),
  optOuts: (query: Query) => api.POST("/api/v1/reports/opt-outs/export", { params: { query } }),
} as const;

export type ReportFile = keyof typeof LINKS;

const OF_MESSAGES: readonly ReportFile[] = ["channels", "templates", "deliveryErrors", "optOuts"];

/** Has the browser save a report; `isBrazilian` separates cells as spreadsheets in Brazil expect it. */
export function saveReport(
  file: ReportFile,
  format: FileFormat,
  asked: Asked,
  isBrazilian: boolean,
): Promise<void> {
  const query = OF_MESSAGES.includes(file) ? ofMessages(asked) : asked;
  return saveFile(
    LINKS[file]({ ...query, format, separator: isBrazilian ? "semicolon" : "comma", bom: true }),
  );
}
