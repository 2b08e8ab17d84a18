// Checks the API documents (redocly.yaml) and writes the client's types from them: src/shared/api/generated, a file for
// each service, and asyncapi.ts for what sockets are sent.
// `--check` writes nothing and fails when a file there is not what it would write.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { formatProblems, lint, loadConfig } from "@redocly/openapi-core";
import openapiTS, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const documents = join(root, "../../docs/openapi");
const updates = join(root, "../../docs/asyncapi.json");
const generated = join(root, "src/shared/api/generated");
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
    formatProblems(problems, {
      format: "stylish",
      totals: { errors: 0, warnings: 0, ignored: 0 },
      version: "",
    });
  }
  return problems.length;
}

async function typesOf(path) {
  const types = await openapiTS(pathToFileURL(path), { defaultNonNullable: false });
  return header(`docs/openapi/${basename(path)}`) + astToString(types);
}

/** What goes over sockets: the schemas, and for each namespace two maps as socket.io-client takes them: a function
 * for each message that it sends, and one for each request that it takes, with its acknowledgement. */
async function eventsOf(path) {
  const { channels, components, operations } = JSON.parse(await readFile(path, "utf8"));
  const { schemas } = components;
  const document = { openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components: { schemas } };
  const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
  const last = (reference) => reference.split("/").at(-1);
  const typeOf = ({ $ref }) =>
    `components["schemas"]["${last(components.messages[last($ref)].payload.$ref)}"]`;
  const maps = Object.keys(channels).map((namespace) => {
    const own = Object.values(operations).filter(({ channel }) => last(channel.$ref) === namespace);
    const sent = own.filter(({ action }) => action === "send").flatMap(({ messages }) => messages);
    const events = sent.map(
      (message) => `  "${last(message.$ref)}": (update: ${typeOf(message)}) => void;\n`,
    );
    const requests = own
      .filter(({ action }) => action === "receive")
      .map(({ messages: [message], reply }) => {
        const answers = reply.messages.map(typeOf).join(" | ");
        return `  "${last(message.$ref)}": (request: ${typeOf(message)}, answer: (given: ${answers}) => void) => void;\n`;
      });
    return (
      `\n/** What the namespace /${namespace} sends. */\nexport interface ${pascal(namespace)}Events {\n${events.join("")}}\n` +
      `\n/** What clients may ask for in the namespace /${namespace}. */\n` +
      `export interface ${pascal(namespace)}Requests {\n${requests.join("")}}\n`
    );
  });
  return header("docs/asyncapi.json") + types + maps.join("");
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
