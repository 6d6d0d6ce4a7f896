import type { NodeAPI } from 'node-red';
import { searchObis } from '../../src/telemetry';

const MOST_ROWS = 50;
const LONGEST_QUERY = 100;

/** Serves the pickers of OBIS codes: `GET …/ivy-gateway/obis?q=voltage`, by words of names, register key or code. */
export function serveObis(RED: NodeAPI): void {
  RED.httpAdmin.get(
    '/ivy-gateway/obis',
    RED.auth.needsPermission('ivy-gateway.read'),
    (request, response) => {
      const { q } = request.query;
      const query = typeof q === 'string' ? q.slice(0, LONGEST_QUERY) : '';
      response.json(searchObis(query, MOST_ROWS));
    },
  );
}
