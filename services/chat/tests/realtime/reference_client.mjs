// The reference client of Socket.IO, driven by lines of JSON: commands on stdin, what happens on stdout.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [url, namespace, packages] = process.argv.slice(2);
const { io } = createRequire(packages)("socket.io-client");
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

let auth = {};
const socket = io(`${url}${namespace}`, {
  transports: ["websocket"],
  autoConnect: false,
  reconnectionDelay: 50,
  auth: (handshake) => handshake(auth),
});
socket.onAny((event, data) => say({ event, data }));
socket.on("connect_error", (error) => say({ event: "connect_error", data: error.data ?? { message: error.message } }));
socket.on("disconnect", (reason) => say({ event: "disconnect", data: { reason } }));

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  if (command === "connect") {
    auth = given.auth;
    socket.connect();
  } else if (command === "ask") {
    socket.emit(given.event, given.data, (answer) => say({ event: "answer", data: answer }));
  } else if (command === "lose") {
    socket.io.engine.close(); // As when the network is gone: it reconnects by itself.
  }
}
socket.disconnect();
