export type { FrameKind, Protocol } from './frame-finder';
export { FrameStream, type FrameStreamOptions, type StreamItem } from './frame-stream';
