import { FrameError, fromHex } from '../octets';
import { type Explained, type ExplainOptions, explain } from './explain';
import { faultOf } from './explanation';
import type { Fault } from './json';

/** What hex text gave: frames, a fault, or frames of which one is at fault. */
export interface Outcome {
  readonly explained?: Explained;
  readonly fault?: Fault;
}

/** Explains hex text as people paste it; what is wrong with it is told, not thrown. */
export function explainText(text: string, options?: ExplainOptions): Outcome {
  try {
    const explained = explain(fromHex(text), options);
    const fault = firstFault(explained);
    return fault ? { explained, fault } : { explained };
  } catch (error) {
    if (error instanceof FrameError) return { fault: error };
    if (error instanceof SyntaxError) {
      return { fault: { code: 'hex', offset: 0, message: error.message } };
    }
    throw error;
  }
}

/** With its offset counted in the text. */
function firstFault({ frames }: Explained): Fault | undefined {
  for (const { offset, explanation } of frames) {
    const fault = faultOf(explanation);
    if (fault) return { code: fault.code, offset: offset + fault.offset, message: fault.message };
  }
  return undefined;
}
