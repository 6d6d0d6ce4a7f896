export { parseProxyHeader } from './parse';
export type { ProxyHeader } from './proxy-header';
