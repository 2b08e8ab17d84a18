// The pages that links in e-mails lead to. The token stands behind "#", which browsers send to nobody.
"use strict";

const API = "/api/v1/auth";
const OF_PAGE = {
  registration: "/register/confirm",
  invitation: "/invitations/accept",
  "password-reset": "/password/reset/confirm",
  "password-reset-request": "/password/reset",
  "email-change": "/email/confirm",
  "totp-reset": "/totp/reset/confirm",
};
const OVER = {
  pt: "Este link é inválido, venceu ou já foi usado. Peça outro.",
  en: "This link is invalid, has expired or was used. Request another one.",
};
const WORDS = {
  "registration-over": OVER,
  "invitation-over": OVER,
  "reset-over": OVER,
  "email-change-over": OVER,
  "not-found": OVER,
  "totp-reset-incomplete": {
    pt: "Quem administra as suas outras empresas ainda precisa permitir isto.",
    en: "The administrators of your other companies have to allow this first.",
  },
  "invitation-used": { pt: "Este convite já foi aceito.", en: "This invitation was accepted already." },
  "email-taken": { pt: "Este e-mail já tem uma conta.", en: "This address has an account already." },
  "wrong-password": { pt: "A senha está errada.", en: "The password is wrong." },
  "password-too-common": {
    pt: "Esta senha é fácil de adivinhar. Escolha outra.",
    en: "This password is easy to guess. Choose another one.",
  },
  "totp-required": {
    pt: "Informe um código do seu aplicativo autenticador.",
    en: "Enter a code of your authenticator app.",
  },
  "wrong-code": {
    pt: "O código está errado ou já foi usado.",
    en: "The code is wrong, or was used before.",
  },
  "too-many-requests": {
    pt: "Muitas tentativas. Espere um pouco e tente de novo.",
    en: "Too many attempts. Wait a little and try again.",
  },
  "no-token": {
    pt: "Abra o link do e-mail de novo: falta uma parte do endereço.",
    en: "Open the link in the e-mail again: a part of the address is missing.",
  },
  revoked: { pt: "Revogado.", en: "Revoked." },
  other: { pt: "Não foi possível. Tente de novo.", en: "This did not work. Try again." },
};

const token = new URLSearchParams(location.hash.slice(1)).get("token");
const path = location.pathname.slice(1);
const page = path === "password-reset" && !token ? "password-reset-request" : path;
const problem = document.getElementById("problem");

function speak(language) {
  document.documentElement.lang = language;
  const title = document.querySelector(`form:not([hidden]) h1 [lang="${language}"]`);
  if (title) document.title = `${title.textContent} · Atendechat`;
  if (problem.dataset.code) problem.textContent = wordsOf(problem.dataset.code, problem.dataset.detail);
}

function wordsOf(code, detail) {
  const portuguese = document.documentElement.lang === "pt-BR";
  if (code in WORDS) return portuguese ? WORDS[code].pt : WORDS[code].en;
  return portuguese || !detail ? (portuguese ? WORDS.other.pt : WORDS.other.en) : detail;
}

function tell(code, detail = "") {
  problem.dataset.code = code;
  problem.dataset.detail = detail;
  problem.textContent = wordsOf(code, detail);
  problem.hidden = false;
  problem.focus();
}

async function post(path, body, bearer) {
  const headers = { "Content-Type": "application/json" };
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  const response = await fetch(API + path, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store" });
  const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
  if (!response.ok) throw Object.assign(new Error(answer.detail), { code: answer.code, detail: answer.detail });
  return answer;
}

async function attempt(form, action) {
  const button = form.querySelector("button");
  button.disabled = true;
  problem.hidden = true;
  try {
    await action();
  } catch (error) {
    tell(error.code ?? "other", error.detail);
  } finally {
    button.disabled = false;
  }
}

function bodyOf(form) {
  const body = Object.fromEntries([...new FormData(form)].filter(([name, value]) => name !== "email" && value));
  if (page === "password-reset-request") return { email: form.elements.email.value };
  const code = (body.code ?? "").trim();
  delete body.code;
  if (code) body[/^[0-9]{6}$/.test(code) ? "totpCode" : "recoveryCode"] = code;
  return { ...body, token };
}

async function submit(form) {
  const answer = await post(OF_PAGE[page], bodyOf(form));
  history.replaceState(null, "", location.pathname);
  form.hidden = true;
  for (const each of document.querySelectorAll("[data-done]")) each.hidden = each.dataset.done !== page;
  const done = document.getElementById("done");
  done.hidden = false;
  done.focus();
  // Nobody works on this page: the session that it opened is ended.
  if (answer.accessToken) await post("/logout", undefined, answer.accessToken).catch(() => {});
  if (answer.reviewToken) showAccess(answer);
}

function showAccess({ companies, reviewToken }) {
  for (const company of companies) {
    const form = document.getElementById("company").content.cloneNode(true).querySelector("form");
    const fieldset = form.querySelector("fieldset");
    form.querySelector("legend").textContent = company.name;
    for (const key of company.apiKeys) fieldset.append(choice("apiKeys", key.id, `API: ${key.name}`));
    for (const user of company.administrators) fieldset.append(choice("users", user.id, `${user.name} (${user.email})`));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(form, async () => {
        const chosen = new FormData(form);
        const [apiKeys, users] = [chosen.getAll("apiKeys"), chosen.getAll("users")];
        await post("/password/reset/revoke", { reviewToken, companyId: company.id, apiKeys, users });
        for (const box of form.querySelectorAll(":checked")) box.closest("label").remove();
        tell("revoked");
      });
    });
    if (fieldset.querySelector("input")) document.getElementById("companies").append(form);
  }
  document.getElementById("access").hidden = !document.querySelector("#companies form");
}

function choice(name, value, words) {
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
  label.append(box, words);
  return label;
}

async function showInvitation(form) {
  const shown = await post("/invitations/inspect", { token });
  for (const each of form.querySelectorAll("[data-shown]")) each.textContent = shown[each.dataset.shown];
  for (const each of form.querySelectorAll("[data-filled]")) each.value = shown[each.dataset.filled];
  for (const each of form.querySelectorAll("[data-if]")) each.hidden = !shown[each.dataset.if];
  for (const each of form.querySelectorAll("[data-unless]")) each.hidden = shown[each.dataset.unless];
  if (shown.hasAccount) form.elements.password.autocomplete = "current-password";
}

async function open() {
  const form = document.querySelector(`form[data-page="${CSS.escape(page)}"]`);
  if (!form || (!token && page !== "password-reset-request")) return tell("no-token");
  try {
    if (page === "invitation") await showInvitation(form);
  } catch (error) {
    return tell(error.code ?? "other", error.detail);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(form, () => submit(form));
  });
  form.hidden = false;
  speak(document.documentElement.lang);
  form.querySelector("input").focus();
}

speak(navigator.language.toLowerCase().startsWith("pt") ? "pt-BR" : "en");
document.getElementById("language").addEventListener("click", () => {
  speak(document.documentElement.lang === "en" ? "pt-BR" : "en");
});
open();
