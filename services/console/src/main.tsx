/** The first code that a page runs. */

import "@fontsource-variable/inter/index.css";
import "./shared/ui/tokens.css";
import "./shared/ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { applyLastLook } from "./shared/api/preferences";
import { messageStore } from "./shared/i18n/messages";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

applyLastLook();
await messageStore.load("shared", "app");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
