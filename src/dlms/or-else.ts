import { FrameError } from '../octets';

/** What `read` gives, or, where it finds fault too, the fault that came first. */
export function orElse<Value>(read: () => Value, firstFault: FrameError): Value {
  try {
    return read();
  } catch (fault) {
    throw fault instanceof FrameError ? firstFault : fault;
  }
}
