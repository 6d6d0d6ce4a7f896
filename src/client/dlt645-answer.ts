import { type Frame, parseFrame } from '../dlt645';
import type { Recognise } from '../link';

/** Recognises the answer to a function, normal or abnormal; a line's echo of the request is none. */
export function answerTo(requested: number, isMine: (frame: Frame) => boolean): Recognise<Frame> {
  return (item) => {
    if (item.kind !== 'dlt645') return undefined;
    const frame = parseFrame(item.octets);
    return frame.response && frame.function === requested && isMine(frame) ? frame : undefined;
  };
}

/** Whether an answer is about this identifier. An error does not repeat it. */
export function answersIdentifier({ error, data }: Frame, di: string): boolean {
  if (error) return true;
  const identifier = Buffer.from(data.subarray(0, di.length / 2)).reverse();
  return identifier.toString('hex') === di.toLowerCase();
}
