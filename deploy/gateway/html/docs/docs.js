// Five OpenAPI documents in one page. The chosen one is in the query (?service=chat), so that it can be
// linked; the fragment belongs to Swagger UI's own links into a document.
"use strict";

const SERVICES = [
  ["auth", "Auth"],
  ["chat", "Chat"],
  ["campaign", "Campaigns"],
  ["provider-gateway", "Channels & webhooks"],
  ["reporting", "Reports"],
];

const asked = new URLSearchParams(location.search).get("service");
const chosen = SERVICES.some(([name]) => name === asked) ? asked : SERVICES[0][0];

const nav = document.getElementById("services");
for (const [name, title] of SERVICES) {
  const link = document.createElement("a");
  link.href = `?service=${name}`;
  link.textContent = title;
  if (name === chosen) link.setAttribute("aria-current", "page");
  nav.append(link);
}

// Earlier versions of this page kept the token there.
localStorage.removeItem("authorized");

window.ui = SwaggerUIBundle({
  url: `/api/docs/${chosen}.json`,
  dom_id: "#document",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // Not in the browser's storage, where every script of this origin could read it for as long as it likes.
  persistAuthorization: false,
  tryItOutEnabled: true,
});
