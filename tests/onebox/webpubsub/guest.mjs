// A stock socket.io-client that reports what happens to it, one JSON line each, and emits what stdin tells it to.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, options] = process.argv.slice(2);
const { io } = createRequire(modules)("socket.io-client");
const { endpoint, path, token, transports, namespace } = JSON.parse(options);
const tell = (what, fields = {}) => process.stdout.write(JSON.stringify({ what, ...fields }) + "\n");

const socket = io(endpoint + namespace, {
  path,
  transports,
  query: { access_token: token },
  reconnectionDelay: 10,
  reconnectionDelayMax: 20,
});
const engineName = () => socket.io.engine.transport.name;
socket.on("connect", () => {
  tell("connect", { id: socket.id, transport: engineName() });
  socket.io.engine.once("upgrade", (transport) => tell("upgrade", { transport: transport.name }));
});
socket.on("connect_error", (error) => tell("connect_error", { message: error.message }));
socket.on("disconnect", (reason) => tell("disconnect", { reason, active: socket.active }));
socket.onAny((event, ...args) => tell("event", { event, args, transport: engineName() }));

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { event, args } = JSON.parse(line);
    socket.emit(event, ...args, (...answer) => tell("ack", { answer }));
  })
  .on("close", () => socket.disconnect());
socket.on("disconnect", () => socket.active || process.stdin.destroy()); // let the process end when nothing is left to do
