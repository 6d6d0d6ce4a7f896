/**
 * Says how long the frame is that `octets` begin with, from what is there of it.
 * 0: no such frame begins here. More than there are: it takes so many octets to say more, or for the whole.
 */
export type Measure = (octets: Uint8Array) => number;
