// Fills in what only the running system knows: its health, and where the simulator is.
"use strict";

async function json(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
  return response.json();
}

async function showHealth() {
  const pill = document.getElementById("health");
  let report;
  try {
    report = await json("/health");
  } catch {
    report = { status: "down" };
  }
  const known = ["up", "degraded", "down"].includes(report.status);
  pill.textContent = known ? report.status : "down";
  pill.dataset.state = pill.textContent;
  for (const row of document.querySelectorAll("[data-service]")) {
    const service = report.services?.[row.dataset.service];
    row.lastElementChild.textContent = service?.status ?? "–";
    row.lastElementChild.dataset.state = service?.status ?? "";
  }
}

async function showSimulator() {
  const { simulator } = await json("/gateway/links.json");
  if (!simulator) return;
  const card = document.getElementById("simulator");
  card.href = simulator;
  card.hidden = false;
}

showHealth();
showSimulator().catch(() => {});
setInterval(showHealth, 10000);
