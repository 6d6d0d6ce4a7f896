import type { NodeAPI } from 'node-red';
import { searchDlt645 } from '../../src/telemetry';

const MOST_ROWS = 50;
const LONGEST_QUERY = 100;

/** Serves the pickers of data identifiers: `GET …/ivy-gateway/registers?q=voltage&standard=2007`. */
export function serveRegisters(RED: NodeAPI): void {
  RED.httpAdmin.get(
    '/ivy-gateway/registers',
    RED.auth.needsPermission('ivy-gateway.read'),
    (request, response) => {
      const query = String(request.query.q ?? '').slice(0, LONGEST_QUERY);
      const standard = request.query.standard === '1997' ? '1997' : '2007';
      response.json(searchDlt645(query, standard, MOST_ROWS));
    },
  );
}
