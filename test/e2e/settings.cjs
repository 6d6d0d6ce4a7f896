// Settings of a Node-RED under test: stock but for the editor's address, the update notice, the modules that are
// found, how soon its MQTT clients try again, and `GET /e2e/resources`, which tells what the process holds.
const { createHook } = require('node:async_hooks');
const { existsSync, symlinkSync } = require('node:fs');
const { Server } = require('node:net');
const { dirname, join } = require('node:path');

// Node-RED's own folder, as red.js says it to the settings file.
const stock = require(join(process.env.NODE_RED_HOME, 'settings.js'));

// Node-RED also takes the nodes of modules beside its own, which here are those of the development install. Reached
// through the user folder, it has none beside it.
const coreNodesDir = join(__dirname, 'core-nodes');
if (!existsSync(coreNodesDir)) {
  const paths = [process.env.NODE_RED_HOME];
  symlinkSync(dirname(require.resolve('@node-red/nodes', { paths })), coreNodesDir);
}

const KINDS = /^(Timeout|TCPWRAP|TCPSERVERWRAP|PIPEWRAP|UDPWRAP|FSEVENTWRAP|PROCESSWRAP|WORKER)$/;
const kindOf = new Map();
// To count them costs a tenth of the time of a busy process.
if (process.env.E2E_RESOURCES !== 'uncounted') {
  createHook({
    init: (id, kind) => KINDS.test(kind) && kindOf.set(id, kind),
    destroy: (id) => kindOf.delete(id),
  }).enable();
}

function resources(uiPort) {
  const servers = process._getActiveHandles().filter((handle) => handle instanceof Server);
  const alive = {};
  for (const kind of kindOf.values()) alive[kind] = (alive[kind] ?? 0) + 1;
  return {
    listeners: servers
      .map((server) => server.address())
      .filter((bound) => bound && bound.port !== uiPort)
      .map(({ address, port }) => `${address}:${port}`)
      .sort(),
    alive,
  };
}

module.exports = {
  ...stock,
  coreNodesDir,
  uiHost: '127.0.0.1',
  telemetry: { enabled: false, updateNotification: false },
  mqttReconnectTime: 3_000,
  flowFile: 'flows.json',
  httpAdminMiddleware: (request, response, next) => {
    if (request.path === '/e2e/resources') response.json(resources(request.socket.localPort));
    else next();
  },
};
