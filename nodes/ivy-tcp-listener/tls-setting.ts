import { createSecureContext, type TlsOptions } from 'node:tls';
import type { Node, NodeAPI } from 'node-red';
import { SettingError } from '../shared/settings';

/** Core's `tls-config`, as far as it concerns a server. */
interface TlsConfigNode extends Node {
  addTLSOptions(options: TlsOptions): TlsOptions;
}

/**
 * TLS as a `tls-config` node has it, for a server; undefined where none is chosen. Callers are asked for
 * certificates of its CA where `wantsCertificates`: that it verifies servers says nothing of who dials in.
 * @throws SettingError where its key, certificate or CA is missing or of no use.
 */
export function tlsSetting(
  RED: NodeAPI,
  id: string | undefined,
  wantsCertificates: boolean,
): TlsOptions | undefined {
  if (!id) {
    if (wantsCertificates) throw new SettingError('clientCertificates: only with TLS');
    return undefined;
  }
  const node = RED.nodes.getNode(id) as TlsConfigNode | null;
  if (!node) throw new SettingError('tls: the TLS configuration is missing');
  const { key, cert, pfx, ca, passphrase } = node.addTLSOptions({});
  if (!pfx && !(key && cert)) {
    throw new SettingError('tls: the TLS configuration has no key with a certificate');
  }
  // Without a CA of its own, everybody would do whom any public authority vouches for.
  if (wantsCertificates && !ca) {
    throw new SettingError('clientCertificates: the TLS configuration has no CA certificate');
  }
  const identity = pfx ? { pfx } : { key, cert };
  const options: TlsOptions = {
    ...identity,
    ...(ca && { ca }),
    ...(passphrase && { passphrase }),
    requestCert: wantsCertificates,
    rejectUnauthorized: wantsCertificates,
  };
  check(options);
  return options;
}

function check(options: TlsOptions): void {
  try {
    createSecureContext(options);
  } catch (error) {
    throw new SettingError(`tls: ${(error as Error).message}`);
  }
}
