import { toHex } from '../../octets';
import type { Aarq } from '../apdu/acse/association';
import type { Mechanism } from '../apdu/acse/names';
import type { Apdu } from '../apdu/apdu';
import type { AttributeDescriptor, SelectedAttribute } from '../apdu/descriptor';
import type { InitiateRequest } from '../apdu/initiate';
import type { Invocation } from '../apdu/invocation';
import type { Selection } from '../apdu/selection';
import type { Data } from '../axdr';
import { parseObis } from '../obis';

interface Target {
  readonly classId: number;
  /** In any form that `parseObis` reads. */
  readonly obis: string;
}

/** What a client asks of a meter, with no more than has to be said. */
export type ServiceRequest =
  | (Partial<Invocation> &
      Target & {
        readonly service: 'get';
        readonly attribute: number;
        readonly selection?: Selection | null;
      })
  | (Partial<Invocation> & {
      readonly service: 'get';
      readonly attributes: readonly (AttributeDescriptor & Partial<SelectedAttribute>)[];
    })
  | (Partial<Invocation> &
      Target & {
        readonly service: 'set';
        readonly attribute: number;
        readonly data: Data;
        readonly selection?: Selection | null;
      })
  | (Partial<Invocation> &
      Target & {
        readonly service: 'action';
        readonly method: number;
        readonly data?: Data | null;
      })
  | {
      readonly service: 'aarq';
      readonly mechanism?: Mechanism;
      /** The password of `lls`, the challenge of the others. */
      readonly secret?: Uint8Array;
      readonly initiateRequest?: Partial<InitiateRequest>;
    }
  | { readonly service: 'rlrq' };

/** What nearly every meter accepts: logical names, blocks, lists, selective access. */
const USUAL_PROPOSAL: InitiateRequest = {
  dlmsVersion: 6,
  responseAllowed: true,
  conformance: [
    'block-transfer-with-get-or-read',
    'block-transfer-with-set-or-write',
    'block-transfer-with-action',
    'multiple-references',
    'get',
    'set',
    'selective-access',
    'action',
  ],
  maxPduSize: 0xffff,
};

/**
 * The APDU of a request: confirmed, of high priority and with invoke id 1 unless it says otherwise.
 * @throws TypeError for a service that there is not; SyntaxError for what is no OBIS code.
 */
export function serviceApdu(request: ServiceRequest): Apdu {
  switch (request.service) {
    case 'get':
      return getRequest(request);
    case 'set': {
      const { attribute, data, selection = null } = request;
      const target = { ...targetOf(request), attribute };
      const head = { type: 'set-request', ...invocationOf(request) } as const;
      return { ...head, kind: 'normal', attribute: target, selection, data };
    }
    case 'action': {
      const { method, data = null } = request;
      const target = { ...targetOf(request), method };
      const head = { type: 'action-request', ...invocationOf(request) } as const;
      return { ...head, kind: 'normal', method: target, data };
    }
    case 'aarq':
      return aarq(request);
    case 'rlrq':
      return { type: 'rlrq', reason: 'normal' };
    default:
      throw new TypeError(`"${String((request as { service: unknown }).service)}" is no service`);
  }
}

function getRequest(request: Extract<ServiceRequest, { readonly service: 'get' }>): Apdu {
  const head = { type: 'get-request', ...invocationOf(request) } as const;
  if ('attributes' in request) {
    const attributes = request.attributes.map((attribute) => ({
      ...targetOf(attribute),
      attribute: attribute.attribute,
      selection: attribute.selection ?? null,
    }));
    return { ...head, kind: 'with-list', attributes };
  }
  const attribute = { ...targetOf(request), attribute: request.attribute };
  return { ...head, kind: 'normal', attribute, selection: request.selection ?? null };
}

function aarq(request: Extract<ServiceRequest, { readonly service: 'aarq' }>): Aarq {
  const { mechanism = 'none', secret, initiateRequest } = request;
  return {
    type: 'aarq',
    applicationContext: 'LN',
    mechanism,
    ...(secret ? { authenticationValue: toHex(secret) } : {}),
    initiateRequest: { ...USUAL_PROPOSAL, ...initiateRequest },
  };
}

function targetOf({ classId, obis }: Target): Target {
  return { classId, obis: parseObis(obis) };
}

function invocationOf(request: Partial<Invocation>): Invocation {
  const { invokeId = 1, confirmed = true, highPriority = true } = request;
  return { invokeId, confirmed, highPriority };
}
