// Checks the API documents (redocly.yaml) and writes the client's types from them: src/api/generated, a file for
// each service, and asyncapi.ts for what sockets are sent.
// `--check` writes nothing and fails when a file there is not what it would write.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { formatProblems, lint, loadConfig } from "@redocly/openapi-core";
import openapiTS, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const documents = join(root, "../../docs/openapi");
const updates = join(root, "../../docs/asyncapi.json");
const generated = join(root, "src/api/generated");
const header = (source) => `// Written by \`make client\` from ${source}. Do not edit.\n\n`;

async function readOrEmpty(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

async function problemsOf(paths) {
  const config = await loadConfig({ configPath: join(root, "redocly.yaml") });
  const problems = (await Promise.all(paths.map((ref) => lint({ ref, config })))).flat();
  if (problems.length > 0) {
    formatProblems(problems, { format: "stylish", totals: { errors: 0, warnings: 0, ignored: 0 }, version: "" });
  }
  return problems.length;
}

async function typesOf(path) {
  const types = await openapiTS(pathToFileURL(path), { defaultNonNullable: false });
  return header(`docs/openapi/${basename(path)}`) + astToString(types);
}

/** What sockets are sent: the schemas, and for each namespace a function per message, as socket.io-client takes them. */
async function eventsOf(path) {
  const { channels, components } = JSON.parse(await readFile(path, "utf8"));
  const { schemas } = components;
  const document = { openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components: { schemas } };
  const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
  const schemaOf = (name) => components.messages[name].payload.$ref.split("/").at(-1);
  const events = Object.entries(channels).map(([namespace, { messages }]) => {
    const lines = Object.keys(messages).map(
      (name) => `  "${name}": (update: components["schemas"]["${schemaOf(name)}"]) => void;\n`,
    );
    return `\n/** What the namespace /${namespace} sends. */\nexport interface ${pascal(namespace)}Events {\n${lines.join("")}}\n`;
  });
  return header("docs/asyncapi.json") + types + events.join("");
}

const pascal = (name) => name[0].toUpperCase() + name.slice(1);

async function main(checking) {
  const names = (await readdir(documents)).filter((name) => name.endsWith(".json")).sort();
  const paths = names.map((name) => join(documents, name));
  let failures = await problemsOf([...paths, updates]);
  await mkdir(generated, { recursive: true });
  for (const path of [...paths, updates]) {
    const target = join(generated, basename(path).replace(/\.json$/, ".ts"));
    const text = await (path === updates ? eventsOf(path) : typesOf(path));
    if (!checking) {
      await writeFile(target, text);
    } else if (text !== (await readOrEmpty(target))) {
      console.error(`${target} is out of date; run \`make client\``);
      failures += 1;
    }
  }
  return failures === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.includes("--check"));
