/** Where a rule is proven: a test file, and the title of a test in it, or a part of the title. */
export type Proof = readonly [file: string, title: string];

/** What gateways before this one got wrong, told as the rule that holds here, with its tests. */
export type Rules = Readonly<Record<string, readonly Proof[]>>;

const GATEWAY = 'src/gateway/gateway.test.ts';
const TRANSACTIONS = 'src/link/transactions.test.ts';
const CLIENT = 'src/client/dlms-client.test.ts';
const SERVICES = 'src/client/dlms-services.test.ts';
const DLT645 = 'src/client/dlt645-client.test.ts';
const RELAY = 'src/command/relay.test.ts';
const ORDERS = 'src/command/orders.test.ts';
const READS = 'src/command/reads.test.ts';
const REQUESTS = 'src/command/requests.test.ts';
const READINGS = 'src/telemetry/dlt645-readings.test.ts';
const POLLER = 'src/polling/poller.test.ts';
const RESULTS = 'src/dlms/results.test.ts';
const DASHBOARD_PAGES = 'e2e/dashboard.test.ts';

export const LOST_AND_WRONG: Rules = {
  'the close of an old link takes nothing from the new one': [
    [GATEWAY, 'a takeover: the old link closes afterwards, the meter stays online, one event'],
    [
      'src/link/directory.test.ts',
      'five hundred takeovers leave one link, no timer and no offline',
    ],
  ],
  'no first chunk, however short, decides what a link speaks': [
    [GATEWAY, 'a heartbeat cut anywhere identifies its meter'],
    ['src/framing/mixtures.test.ts', 'come out whole and in order, glued and cut anywhere'],
  ],
  'a meter that does not speak first is asked': [
    [GATEWAY, 'a meter that is silent for two seconds is asked for its address'],
  ],
  'an answer belongs to its own request': [
    [CLIENT, 'an answer with another invoke id resolves nothing'],
    [CLIENT, 'the late answer to a request that was given up is not taken for the next one'],
    [TRANSACTIONS, 'a late answer of a given-up request resolves no other one, and is no news'],
  ],
  'a relay gets the layout of the standard, and silence is no success': [
    [RELAY, 'gets the standard layout: level, password, operator, N1, N2 and until when'],
    [RELAY, 'a meter that falls silent after the order: uncertain, and it is sent once'],
  ],
  'to open, to close and to permit are the codes of the standard': [[RELAY, 'is N1 = ']],
  'energies, powers and signs are those of the standard': [
    ['src/dlt645/registers.test.ts', 'has the meaning of the standard where others have it wrong'],
    ['src/dlt645/data.test.ts', 'is exact: 0.0001 kW a step'],
    [READINGS, 'kW are published as W, exactly'],
    [READINGS, 'a current with its top bit set is negative'],
  ],
  'an EventNotification is read with its presence octet and without': [
    ['src/dlms/lenient.test.ts', 'is read, with a warning, where the standard form does not fit'],
    ['src/dlms/lenient.test.ts', 'never takes the place of the standard form'],
  ],
  'an answer in blocks holds nothing up': [
    ['src/framing/apdu-walker.test.ts', 'does not depend on what follows'],
    [CLIENT, 'follows an answer in blocks to its end'],
  ],
  'what we send keeps no dead meter online': [
    ['src/gateway/half-open.test.ts', 'is closed at the idle limit although the meter is polled'],
    [
      POLLER,
      'a meter that died on an open connection goes offline, once, although it is still polled',
    ],
  ],
  'one silent meter delays nobody': [
    ['src/polling/poll-schedule.test.ts', 'one silent meter delays nobody'],
  ],
  'one request is in flight, so a refusal is of that one': [
    [TRANSACTIONS, 'one request is in flight'],
    [DLT645, 'nor does its late refusal, which names no register: the meter is asked once more'],
  ],
  'a rejected association is asked nothing': [
    [CLIENT, 'a rejected association fails with the named diagnostic, and nothing is asked'],
  ],
  'an association is released, whatever became of what was asked': [
    [CLIENT, 'releases an association of ours that the meter still holds, and asks again'],
    [CLIENT, 'a release that is not confirmed is no failure'],
  ],
  'an answer that comes at once is not missed': [
    [
      'src/link/link.test.ts',
      'tells an answer as received, and only what answers nothing as unsolicited',
    ],
  ],
  'meters that come back at once after a restart are met': [
    [
      'src/gateway/restart.test.ts',
      'has met a meter again that dials in, and never tells it to be unknown',
    ],
  ],
  'an EM114070 out of the box gives readings': [
    [POLLER, 'an EM114070 out of the box gives 236.36 V and 50.04 Hz, without being asked to'],
  ],
  'only what is used is required, and what cannot be read says so': [
    ['e2e/environment-defaults.test.ts', 'is all that the tab has variables for'],
    ['e2e/environment-errors.test.ts', 'is an error that says so on'],
  ],
};

export const DLT645_2007: Rules = {
  'only an answer to a read is a reading': [
    [READINGS, 'requests, refusals and parts of a longer answer hold none'],
    [DLT645, 'the echo of the request is no answer'],
    [GATEWAY, 'our own request, echoed by a line, identifies nobody'],
  ],
  'FF and digits that are none are no value, and answered': [
    [READINGS, 'FF is no value: absent'],
    [READINGS, 'digits that are none are no value: invalid'],
    [READS, 'a value of all F is no value, and a success'],
  ],
  'the bits of a refusal have the words of the standard': [
    ['src/dlt645/responses.test.ts', 'names the bits of a refusal by the standard'],
    [RELAY, 'a refusal is meter-refused, in the words of the standard'],
  ],
  'a write has level, password, operator and value in the order of the standard': [
    ['src/dlt645/requests.test.ts', 'that writes has the values written'],
  ],
  'state words, date, time and money are where the standard has them': [
    ['src/dlt645/registers.test.ts', 'has the meaning of the standard where others have it wrong'],
    ['src/dlt645/data.test.ts', 'is the bits of a word, with what they mean'],
  ],
  'an identifier from 80000000 on is one like any other': [
    ['src/dlt645/data.test.ts', 'of an identifier from 80000000 on keeps it'],
  ],
  'a value has the octets of its register, and a block is split': [
    ['src/dlt645/data.test.ts', 'of another length is a length fault with the octets'],
    ['src/dlt645/data.test.ts', 'of tariffs has as many values as came'],
  ],
  'a wildcard is no fault, and a broadcast no meter': [
    ['src/dlt645/address.test.ts', 'is a wildcard or a broadcast by its pattern'],
    [GATEWAY, 'an address that is none becomes nobody'],
  ],
  'decimals carry no noise': [
    [READINGS, 'energy has its decimals without noise, and the integer as sent'],
  ],
  'parts, levels, times, freezes, records and lead octets are there': [
    [DLT645, 'the parts of a long answer are fetched and joined'],
    ['src/dlt645/refusals.test.ts', 'at levels 98 and 99 without authentication'],
    ['src/command/clock.test.ts', 'a broadcast is not followed farther than five minutes'],
    ['src/dlt645/data.test.ts', 'is its items, each closed by a separator'],
    ['src/dlt645/data.test.ts', 'is its fields by name, in order'],
    ['src/dlt645/frame.test.ts', 'may have any number of lead bytes'],
  ],
};

export const DLMS_COSEM: Rules = {
  'a refusal has the name of the standard': [
    [RESULTS, 'H is $'],
    [CLIENT, 'a refusal is an answer, by the name of the standard'],
  ],
  'an ACTION.response says whether data or a refusal comes behind its result': [
    [RESULTS, 'an ACTION.response says by a choice octet'],
  ],
  'the disconnect control gets integer (0)': [
    [RELAY, 'opens and closes, with the meter’s own states'],
  ],
  'invoke ids have four bits, and services are confirmed': [
    [CLIENT, 'invoke ids go round from 1 to 15'],
    [CLIENT, 'speaks to an EM114070 octet for octet as one was seen to answer'],
  ],
  'an AARE is read as BER, with its diagnostic': [
    ['src/dlms/acse.test.ts', 'that is refused says why by name, beside the number'],
    ['src/dlms/acse.test.ts', 'needs a result and an application context'],
  ],
  'an ExceptionResponse may have an invocation counter': [
    [RESULTS, 'an ExceptionResponse has three octets, seven with an invocation counter'],
  ],
  'data have all their lengths, types and digits': [
    ['src/dlms/axdr.test.ts', 'has long lengths of up to four octets'],
    ['src/dlms/axdr.test.ts', 'is refused where it is cut off, too long, of no type'],
    ['src/dlms/axdr.test.ts', 'keeps every digit of 64-bit integers'],
    ['src/dlms/axdr.test.ts', 'is what its elements would be without compression'],
  ],
  'a wrapper frame may come from any logical device': [
    ['src/dlms/wrapper.test.ts', 'may come from any logical device'],
  ],
  'names are those of the standard, and scales those of the meter': [
    ['src/telemetry/obis.test.ts', 'knows a sum of currents from a neutral one'],
    ['src/client/dlms-scale.test.ts', 'is read from attribute 3 once, and remembered'],
    ['src/telemetry/dlms-readings.test.ts', 'a scale from the catalogue is said to be one'],
  ],
  'each register is read by its own class': [
    [READS, 'classes are those of the standard: clock and serial number can be read by key'],
  ],
  'SET, selection, blocks, passwords, ciphering and logical devices are there': [
    [SERVICES, 'gives what the meter says'],
    [SERVICES, 'says what is selected'],
    [SERVICES, 'of more than the meter takes goes in blocks'],
    ['src/client/dlms-client.test.ts', 'gives it in the association request'],
    [
      'src/client/dlms-security.test.ts',
      'reads under the global key, each request with a counter of its own',
    ],
  ],
  'what is pushed is published once': [
    [
      'nodes/obis-map.test.ts',
      'gives what a meter pushes as a reading that is exactly the telemetry payload',
    ],
    [
      'src/link/link.test.ts',
      'tells an answer as received, and only what answers nothing as unsolicited',
    ],
  ],
  'a DataNotification has names, values and units': [
    ['src/dlms/cosem/push.test.ts', 'by structures of name, value and scaler_unit'],
    [
      'nodes/obis-map.test.ts',
      'takes names, scales and units from an Aidon push, which tells them itself',
    ],
  ],
  'octet strings are text or hex, and nobody is called null': [
    ['src/telemetry/dlms-readings.test.ts', 'octet strings are text if printable, else hex'],
    [
      'nodes/obis-map.test.ts',
      'shows what comes over a link that has not said who it is as status',
    ],
  ],
  'a heartbeat has an address of digits, and any trailer': [
    ['src/ivy/heartbeat.test.ts', 'is refused where its address is not all digits'],
    ['src/ivy/heartbeat.test.ts', 'may have any trailer'],
  ],
};

export const COMMANDS: Rules = {
  'identifier 0 is one, and what is none is said at once': [
    [READS, 'by data identifier in text or as a number, and identifier 0 is one'],
    [READS, 'what is no register is said at once'],
    [READS, 'DL/T 645 keys and identifiers on a DLMS meter'],
  ],
  'a relay state that nobody told is no success, nor is one that is not as asked': [
    [READS, 'a meter that does not tell its relay state fails'],
    [RELAY, 'accepted and unchanged after three looks: not-confirmed'],
  ],
  'read_address asks the meter': [[READS, 'read_address asks the meter']],
  'every request gets exactly one answer, also the malformed one': [
    [REQUESTS, 'refused with a reason, and nothing happens'],
    [REQUESTS, 'any JSON whatever gets one answer, and switches nothing'],
    [REQUESTS, 'leaves no command without its answer'],
  ],
  'an order that comes again is not carried out again': [
    [ORDERS, 'while one runs, others of its id wait for the one answer'],
    [ORDERS, 'once done, the same answer comes again, also after a restart'],
    ['e2e/commands.test.ts', 'R26 killed between order and answer'],
  ],
  'what switches is refused by whatever way it comes, if it is not ordered as such': [
    [ORDERS, 'switches, by whatever method and topic'],
    ['nodes/switching-refused.test.ts', "by the listener's input: "],
    ['nodes/switching-refused.test.ts', 'by dlt645-encode and the listener: '],
  ],
  'one message keeps no meter busy for minutes': [
    [READS, 'read_all takes 64 registers and no more'],
  ],
  'commands and polls take turns on a link, and what cannot be sent fails': [
    [TRANSACTIONS, 'the more urgent goes first, and equals in order'],
    [TRANSACTIONS, 'a write that fails rejects its request and frees the link'],
    ['src/link/link.test.ts', 'is closed when the meter takes nothing: unsent octets have a bound'],
  ],
};

export const DASHBOARD: Rules = {
  'a meter is shown with the protocol that it speaks': [
    [DASHBOARD_PAGES, 'lists the meters with their protocols'],
  ],
  'memory is told in the unit that stands beside it': [
    [DASHBOARD_PAGES, 'tells the memory of the process in MB'],
  ],
  'alarms are those that are active, and an event is told once': [
    [DASHBOARD_PAGES, 'shows an alarm and no other events'],
    [DASHBOARD_PAGES, 'lets it go when it is cleared'],
    [DASHBOARD_PAGES, 'the meters that dial in, each event once'],
  ],
  'what is read is what was chosen': [
    [DASHBOARD_PAGES, 'reads the registers that were chosen, and no others'],
  ],
  'no click switches a relay': [
    [DASHBOARD_PAGES, 'names meter, relay and load before a relay is switched'],
    [DASHBOARD_PAGES, 'switches a relay when it is confirmed'],
  ],
};

const SECURITY = 'src/client/dlms-security.test.ts';
const KEYED = 'src/gateway/keyed-meter.test.ts';
const KEYS = 'nodes/ivy-dlms-decode-keys.test.ts';

export const KEYS_AND_COUNTERS: Rules = {
  'no invocation counter comes twice, and none goes back': [
    ['src/gateway/killed-conversation.test.ts', 'uses no invocation counter twice'],
    ['src/store/counters.test.ts', 'only ever goes up, whatever becomes of disk and process'],
    [SECURITY, 'without counters on disk is not opened'],
    [SECURITY, 'on a full disk is not opened, and what is open says no more'],
  ],
  'nobody uses up the counters of a key by telling lies': [
    [SECURITY, "on an exception's word"],
    [SECURITY, 'is not moved by an exception that asks for more than 65,536 numbers'],
    [SECURITY, 'is not moved by a meter that would use up all that there are'],
    [SECURITY, 'is moved once on the word of somebody who never proves it'],
  ],
  'what is forged, replayed or protected less is not believed': [
    [SECURITY, 'in which a meter answers in plain is not trusted'],
    [SECURITY, 'takes no answer twice'],
    [SECURITY, 'by nothing that the other has said itself'],
    [SECURITY, 'under no title of ours, which our own proofs are under'],
    [KEYS, 'with a gateway refuses after a deploy what was heard before'],
  ],
  'a meter that does not prove who it is is told of once': [
    [KEYED, 'that does not prove who it is is told of once, and not trusted until it does'],
  ],
  'a meter with keys is never spoken to in plain': [
    [SECURITY, 'with keys, a meter is never spoken to in plain'],
    [KEYED, 'where its keys cannot be unwrapped'],
    [KEYED, 'where its encryption key is missing'],
  ],
  'keys that everybody knows are refused, and no key is shown': [
    [KEYS, 'takes a key that everybody knows where nothing is believed'],
    ['src/meters/lists.test.ts', 'what is wrong with a key is told without the key'],
    ['src/status/trace-line.test.ts', 'names what is ciphered, and nothing of it'],
    ['nodes/meters-endpoint.test.ts', 'stay with a meter whose keys are left out'],
  ],
};
