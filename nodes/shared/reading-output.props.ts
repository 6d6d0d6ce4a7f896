/** One message a reading, or one message for all readings of a frame or cycle. */
export type ReadingOutput = 'single' | 'set';
