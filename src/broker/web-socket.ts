import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';

export interface WebSocketOptions {
  /** The largest WebSocket message in octets. */
  readonly maxPayload: number;
  /** Milliseconds in which the HTTP request must have come. */
  readonly requestTimeout: number;
  /** Origins whose pages may connect; absent: all. Programs, which send no Origin, always may. */
  readonly origins: readonly string[] | undefined;
}

/**
 * An HTTP server that does nothing but MQTT over WebSocket (MQTT 3.1.1 clause 6), on any path.
 * `accept` gets each connection as a stream, and the socket beneath it.
 */
export function webSocketServer(
  options: WebSocketOptions,
  accept: (stream: Duplex, socket: Socket) => void,
): Server {
  const { origins, maxPayload, requestTimeout } = options;
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: (offered) => ['mqtt', 'mqttv3.1'].find((name) => offered.has(name)) ?? false,
    verifyClient: ({ req }, decide) => {
      const { origin } = req.headers;
      decide(origin === undefined || origins === undefined || origins.includes(origin), 403);
    },
  });
  const server = createServer({
    headersTimeout: requestTimeout,
    requestTimeout,
    connectionsCheckingInterval: requestTimeout / 2,
  });
  server.on('request', (_request, response) => {
    response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end();
  });
  server.on('upgrade', (request, socket, head) => {
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      accept(createWebSocketStream(webSocket), request.socket);
    });
  });
  return server;
}
