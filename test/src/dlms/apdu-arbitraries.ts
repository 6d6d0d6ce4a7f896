import fc, { type Arbitrary } from 'fast-check';
import type { Apdu } from '../../../src/dlms';
import {
  attribute,
  data,
  dateTime,
  hex,
  int8,
  longWord,
  method,
  obis,
  octet,
  record,
  selection,
  word,
} from './arbitraries';

/** One arbitrary for each form of each APDU, in the form in which the library gives it. */

const invocation = {
  invokeId: fc.integer({ min: 0, max: 15 }),
  confirmed: fc.boolean(),
  highPriority: fc.boolean(),
};
const longInvocation = { ...invocation, invokeId: fc.integer({ min: 0, max: 0xff_ffff }) };
const block = { lastBlock: fc.boolean(), blockNumber: longWord, rawData: hex(200) };
const noSelection = fc.constant(null);
const maybeSelection = fc.oneof(noSelection, selection);
const selectedAttribute = fc
  .tuple(attribute, maybeSelection)
  .map(([descriptor, given]) => ({ ...descriptor, selection: given }));
const datas = fc.array(data, { maxLength: 3 });
const accessResult = fc.constantFrom('success', 'object-undefined', 'other-reason', 'unknown-77');
const actionResult = fc.constantFrom('success', 'long-action-aborted', 'unknown-99');
const dataResult = fc.oneof(record({ data }), record({ error: accessResult }));
const outcome = fc.oneof(
  record({ result: actionResult }),
  record({ result: actionResult, data }),
  record({ result: actionResult, error: accessResult }),
);
const conformance = fc.subarray(['general-protection', 'get', 'set', 'selective-access', 'action']);
const initiateRequest = fc.oneof(
  record({
    dlmsVersion: octet,
    conformance,
    maxPduSize: word,
    responseAllowed: fc.boolean(),
  }),
  record({
    dlmsVersion: octet,
    conformance,
    maxPduSize: word,
    responseAllowed: fc.constant(true),
    dedicatedKey: hex(16, 16),
    qualityOfService: fc.constant(-3),
  }),
);
const initiateResponse = record({
  dlmsVersion: octet,
  conformance,
  maxPduSize: word,
  vaaName: word,
});
const serviceFailure = fc.constantFrom(
  { service: 'initiate-error', errorClass: 'initiate', error: 'incompatible-conformance' },
  { service: 'read', errorClass: 'access', error: 'unknown-9' },
);
const protectedContents = {
  securityControl: octet,
  invocationCounter: longWord,
  ciphertext: hex(300),
};
const ciphering = record({
  service: fc.constantFrom('glo-initiate-request', 'ded-initiate-response'),
  ...protectedContents,
});
const informationOfRequest = fc.oneof(
  record({}),
  record({ initiateRequest }),
  record({ ciphering }),
  record({ userInformation: fc.constant('0708') }),
);
const informationOfResponse = fc.oneof(
  record({}),
  record({ initiateResponse }),
  record({ confirmedServiceError: serviceFailure }),
);
const authentication = fc.oneof(
  record({ mechanism: fc.constant('none') }),
  record({ mechanism: fc.constantFrom('lls', 'hls-gmac'), authenticationValue: hex(64) }),
);
const header = {
  transactionId: hex(8),
  originatorSystemTitle: hex(8),
  recipientSystemTitle: hex(8),
  dateTime: fc.option(dateTime),
  otherInformation: hex(8),
};
const keyInfo = fc.oneof(
  record({ type: fc.constant('identified-key'), keyId: octet }),
  record({ type: fc.constant('wrapped-key'), kekId: octet, keyCipheredData: hex(24) }),
  record({ type: fc.constant('agreed-key'), keyParameters: hex(1), keyCipheredData: hex(64) }),
);
const shortBlock = record({ lastBlock: fc.boolean(), blockNumber: word, rawData: hex() });
const variable = fc.oneof(
  record({ name: word }),
  record({ name: word, selector: octet, parameters: data }),
  record({ blockNumber: word }),
  record({ readDataBlock: shortBlock }),
  record({ writeDataBlock: record({ lastBlock: fc.boolean(), blockNumber: word }) }),
);
const variables = fc.array(variable, { maxLength: 3 });
const accessSpecification = fc.oneof(
  record({ service: fc.constantFrom('get', 'set'), attribute }),
  record({
    service: fc.constantFrom('get-with-selection', 'set-with-selection'),
    attribute,
    selection,
  }),
  record({ service: fc.constant('action'), method }),
);

function form(type: string, fields: Record<string, Arbitrary<unknown>>): Arbitrary<Apdu> {
  return record({ type: fc.constant(type), ...fields }) as unknown as Arbitrary<Apdu>;
}

function kind(
  type: string,
  name: string,
  fields: Record<string, Arbitrary<unknown>>,
): Arbitrary<Apdu> {
  return form(type, { kind: fc.constant(name), ...invocation, ...fields });
}

/** The fields of several objects in one. */
function joined(type: string, ...parts: readonly Arbitrary<unknown>[]): Arbitrary<Apdu> {
  return fc.tuple(...parts).map((given) => Object.assign({ type }, ...given) as Apdu);
}

function list<Element>(element: Arbitrary<Element>): Arbitrary<Element[]> {
  return fc.array(element, { maxLength: 3 });
}

export const APDU_FORMS: readonly Arbitrary<Apdu>[] = [
  joined(
    'aarq',
    record({ applicationContext: fc.constantFrom('LN', 'SN_WITH_CIPHERING', 'unknown-9') }),
    authentication,
    fc.oneof(
      record({}),
      record({ callingApTitle: hex(8) }),
      record({ callingAeQualifier: hex(300), callingAeInvocationId: octet }),
    ),
    informationOfRequest,
  ),
  joined(
    'aare',
    record({
      applicationContext: fc.constantFrom('LN', 'LN_WITH_CIPHERING'),
      result: fc.constantFrom('accepted', 'rejected-permanent', 'rejected-transient'),
    }),
    fc.constantFrom(
      { diagnosticSource: 'user', diagnostic: 14, diagnosticName: 'authentication-required' },
      { diagnosticSource: 'provider', diagnostic: 2, diagnosticName: 'no-common-acse-version' },
    ),
    authentication,
    fc.oneof(record({}), record({ respondingApTitle: hex(8), respondingAeInvocationId: octet })),
    informationOfResponse,
  ),
  joined(
    'rlrq',
    record({ reason: fc.constantFrom(null, 'normal', 'urgent') }),
    informationOfRequest,
  ),
  joined(
    'rlre',
    record({ reason: fc.constantFrom(null, 'normal', 'not-finished') }),
    informationOfResponse,
  ),
  joined('initiate-request', initiateRequest),
  joined('initiate-response', initiateResponse),
  joined('confirmed-service-error', serviceFailure),
  kind('get-request', 'normal', { attribute, selection: maybeSelection }),
  kind('get-request', 'next', { blockNumber: longWord }),
  kind('get-request', 'with-list', { attributes: list(selectedAttribute) }),
  kind('get-response', 'normal', { data }),
  kind('get-response', 'normal', { error: accessResult }),
  kind('get-response', 'with-datablock', block),
  kind('get-response', 'with-datablock', {
    lastBlock: fc.boolean(),
    blockNumber: longWord,
    error: accessResult,
  }),
  kind('get-response', 'with-list', { results: list(dataResult) }),
  kind('set-request', 'normal', { attribute, selection: maybeSelection, data }),
  kind('set-request', 'with-first-datablock', { attribute, selection: maybeSelection, ...block }),
  kind('set-request', 'with-datablock', block),
  kind('set-request', 'with-list', { attributes: list(selectedAttribute), values: datas }),
  kind('set-request', 'with-list-and-first-datablock', {
    attributes: list(selectedAttribute),
    ...block,
  }),
  kind('set-response', 'normal', { result: accessResult }),
  kind('set-response', 'datablock', { blockNumber: longWord }),
  kind('set-response', 'last-datablock', { result: accessResult, blockNumber: longWord }),
  kind('set-response', 'last-datablock-with-list', {
    results: list(accessResult),
    blockNumber: longWord,
  }),
  kind('set-response', 'with-list', { results: list(accessResult) }),
  kind('action-request', 'normal', { method, data: fc.oneof(fc.constant(null), data) }),
  kind('action-request', 'next-pblock', { blockNumber: longWord }),
  kind('action-request', 'with-list', { methods: list(method), values: datas }),
  kind('action-request', 'with-first-pblock', { method, ...block }),
  kind('action-request', 'with-list-and-first-pblock', { methods: list(method), ...block }),
  kind('action-request', 'with-pblock', block),
  joined('action-response', record({ kind: fc.constant('normal'), ...invocation }), outcome),
  kind('action-response', 'with-pblock', block),
  kind('action-response', 'with-list', { results: list(outcome) }),
  kind('action-response', 'next-pblock', { blockNumber: longWord }),
  // With classes of the standard: others can be taken for the form without a presence octet.
  form('event-notification', {
    time: fc.option(dateTime),
    attribute: record({ classId: fc.integer({ min: 1, max: 255 }), obis, attribute: int8 }),
    data,
  }),
  // An octet string belongs to no object: the library adds no `entries` to it.
  form('data-notification', {
    ...longInvocation,
    dateTime: fc.option(dateTime),
    data: record({ type: fc.constant('octet-string'), value: hex() }),
  }),
  form('data-notification', {
    ...longInvocation,
    selfDescriptive: fc.constant(true),
    dateTime: fc.option(dateTime),
    data: record({ type: fc.constant('long64'), value: fc.constant('-5') }),
  }),
  form('data-notification-confirm', { ...longInvocation, dateTime: fc.option(dateTime) }),
  form('exception-response', {
    stateError: fc.constantFrom('service-not-allowed', 'service-unknown', 'unknown-7'),
    serviceError: fc.constantFrom('operation-not-possible', 'deciphering-error'),
  }),
  form('exception-response', {
    stateError: fc.constant('service-unknown'),
    serviceError: fc.constant('invocation-counter-error'),
    invocationCounter: longWord,
  }),
  form('general-block-transfer', {
    lastBlock: fc.boolean(),
    streaming: fc.boolean(),
    window: fc.integer({ min: 0, max: 63 }),
    blockNumber: word,
    blockNumberAck: word,
    blockData: hex(300),
  }),
  form('access-request', {
    ...longInvocation,
    dateTime: fc.option(dateTime),
    specifications: list(accessSpecification),
    data: datas,
  }),
  form('access-response', {
    ...longInvocation,
    breakOnError: fc.constant(true),
    dateTime: fc.option(dateTime),
    specifications: list(accessSpecification),
    data: datas,
    results: list(
      fc.oneof(
        record({ service: fc.constantFrom('get', 'set'), result: accessResult }),
        record({ service: fc.constant('action'), result: actionResult }),
      ),
    ),
  }),
  form('read-request', { variables }),
  form('read-response', {
    results: list(
      fc.oneof(dataResult, record({ dataBlock: shortBlock }), record({ blockNumber: word })),
    ),
  }),
  form('write-request', { variables, values: datas }),
  form('unconfirmed-write-request', { variables, values: datas }),
  form('write-response', {
    results: list(
      fc.oneof(
        record({ result: fc.constant('success') }),
        record({ error: accessResult }),
        record({ blockNumber: word }),
      ),
    ),
  }),
  form('information-report', {
    time: fc.constantFrom(null, '20260131235959Z'),
    variables,
    values: datas,
  }),
  form('glo-get-request', protectedContents),
  form('ded-action-response', protectedContents),
  form('general-glo-ciphering', { systemTitle: hex(8), ...protectedContents }),
  form('general-ded-ciphering', { systemTitle: hex(8), ...protectedContents }),
  form('general-ciphering', { ...header, keyInfo: fc.option(keyInfo), ...protectedContents }),
  form('general-signing', { ...header, content: hex(100), signature: hex(64, 64) }),
];
