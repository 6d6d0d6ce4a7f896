/** The router decides by content alone; it has nothing to configure. */
export type ProtocolRouterProps = Record<never, never>;
