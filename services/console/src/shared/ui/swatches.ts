/**
 * The colours that tags and queues are offered. They are stored with the tag and shown as dots beside its name, in both
 * themes: no part of the console's own look.
 */

export const SWATCHES = [
  { name: "grey", value: "#64748b" },
  { name: "red", value: "#d92d20" },
  { name: "orange", value: "#e2620e" },
  { name: "amber", value: "#c58a04" },
  { name: "green", value: "#0a7d4f" },
  { name: "teal", value: "#0e8f8f" },
  { name: "blue", value: "#2a6fdb" },
  { name: "indigo", value: "#5b50e3" },
  { name: "purple", value: "#9333c9" },
  { name: "pink", value: "#d3327a" },
] as const;
