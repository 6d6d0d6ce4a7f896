/**
 * How a meter wants to be spoken to below COSEM. The EM114070 answers requests between wPorts 1 and 1 with a
 * plain counter as invoke octet, and nothing else is proven of it; other meters want the textbook form.
 */
export interface DlmsForm {
  readonly name: 'em114070' | 'textbook';
  /** wPorts of our requests (IEC 62056-47, clause 7.3). */
  readonly source: number;
  readonly destination: number;
  /** Bits of the invoke octet. */
  readonly confirmed: boolean;
  readonly highPriority: boolean;
}

export interface DlmsAddresses {
  /** wPort of the client in the textbook form; 16 is the public client. */
  readonly client: number;
  /** wPort of the meter's logical device. */
  readonly server: number;
  /** wPort at both ends in the EM114070's form. */
  readonly ivy: number;
}

export const DEFAULT_ADDRESSES: DlmsAddresses = { client: 16, server: 1, ivy: 1 };

/** The forms to try, in order. */
export function dlmsForms({ client, server, ivy }: DlmsAddresses): readonly DlmsForm[] {
  return [
    { name: 'em114070', source: ivy, destination: ivy, confirmed: false, highPriority: false },
    { name: 'textbook', source: client, destination: server, confirmed: true, highPriority: true },
  ];
}
