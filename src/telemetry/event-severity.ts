/** How bad it is that something happened to a meter. */
export type EventSeverity = 'info' | 'warning' | 'critical';
