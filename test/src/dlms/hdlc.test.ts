import 'should';
import { deepEqual } from 'node:assert';
import fc from 'fast-check';
import {
  clientAddress,
  decodeControl,
  decodeHdlc,
  decodeParameters,
  encodeHdlcFrame,
  encodeParameters,
  HdlcConnection,
  type HdlcFrame,
  joinSegments,
  parseHdlcFrame,
  parseHdlcFrames,
  SegmentJoiner,
  serverAddress,
} from '../../../src/dlms/hdlc';
import { FrameError, fromHex, toHex } from '../../../src/octets';

const EMPTY = new Uint8Array();
const SNRM = '7ea0070321930f017e';
const UA_WITH_PARAMETERS =
  '7ea023030002002373c0488180140502008006020080070400000001080400000001ce6a7e';
const AARE =
  '7ea0382102233034e7e6e7006129a109060760857405080101a203020100a305a103020100be10040e0800065f1f0400001e1d04c80007b86a7e';

const parse = (hex: string): HdlcFrame => parseHdlcFrame(fromHex(hex));
const refuse = (hex: string, code: string): unknown =>
  (() => parse(hex)).should.throw(FrameError, { code });

describe('an HDLC frame', () => {
  it('without information has no header check sequence', () => {
    parse(SNRM).should.eql({
      destination: { upper: 1, size: 1 },
      source: { upper: 16, size: 1 },
      control: { kind: 'SNRM', pollFinal: true },
      segmented: false,
      information: EMPTY,
    });
  });

  it('with information has both check sequences', () => {
    const frame = parse(AARE);
    frame.destination.should.eql({ upper: 16, size: 1 });
    frame.source.should.eql({ upper: 1, lower: 17, size: 2 });
    frame.control.should.eql({ kind: 'I', send: 0, receive: 1, pollFinal: true });
    toHex(frame.information).should.startWith('e6e7006129a1').and.endWith('04c80007');
  });

  it('is written as it was read', () => {
    for (const hex of [SNRM, UA_WITH_PARAMETERS, AARE, '7ea80f210330668fe6e700c401c106a57e']) {
      toHex(encodeHdlcFrame(parse(hex))).should.equal(hex);
    }
  });

  it('has addresses of one, two or four octets', () => {
    parse('7ea00802232193bd647e').destination.should.eql({ upper: 1, lower: 17, size: 2 });
    parse('7ea00a00020023219318717e').destination.should.eql({ upper: 1, lower: 17, size: 4 });
    parse('7ea0070321930f017e').destination.should.eql({ upper: 1, size: 1 });
    refuse('7ea0090202232193c5137e', 'length');
  });

  it('may share its closing flag with the next frame, or have several between', () => {
    const disconnect = '7ea00703215303c77e';
    const shared = SNRM + disconnect.slice(2);
    const idle = `${SNRM}7e7e${disconnect}7e`;
    for (const hex of [SNRM + disconnect, shared, idle]) {
      parseHdlcFrames(fromHex(hex))
        .map((frame) => frame.control.kind)
        .should.eql(['SNRM', 'DISC']);
    }
  });

  it('is refused with what is wrong with it', () => {
    refuse('00a0070321930f017e', 'start');
    refuse('7e90070321930f017e', 'start');
    refuse('7ea0070321930f027e', 'checksum');
    refuse(AARE.replace('34e7', '34e8'), 'checksum');
    refuse('7ea00f2103300000e6e700c401c137d97e', 'checksum');
    refuse('7ea0070321930f01', 'truncated');
    refuse('7ea0070321930f017f', 'end');
    refuse(`${SNRM}00`, 'end');
    refuse('7ea0070321efe4b87e', 'tag');
    refuse('7ea002037e', 'truncated');
  });

  it('is a frame or a FrameError, whatever the octets', () => {
    const frames = fc
      .uint8Array({ maxLength: 40 })
      .map((octets) => Uint8Array.of(0x7e, 0xa0, ...octets));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), frames), (octets) => {
        try {
          parseHdlcFrames(octets);
        } catch (error) {
          (error as Error).should.be.instanceOf(FrameError);
        }
      }),
    );
  });

  it('comes back from its octets, for every address, number and information', () => {
    const number = fc.integer({ min: 0, max: 7 });
    const part = fc.integer({ min: 0, max: 0x3fff });
    const frame: fc.Arbitrary<HdlcFrame> = fc.record({
      destination: fc.record({ upper: part, lower: part, size: fc.constant(4 as const) }),
      source: fc.record({ upper: fc.integer({ min: 0, max: 127 }), size: fc.constant(1 as const) }),
      control: fc.record({
        kind: fc.constant('I' as const),
        send: number,
        receive: number,
        pollFinal: fc.boolean(),
      }),
      segmented: fc.boolean(),
      information: fc.uint8Array({ minLength: 0, maxLength: 300 }),
    });
    fc.assert(
      fc.property(frame, (value) => {
        deepEqual(parseHdlcFrame(encodeHdlcFrame(value)), value);
      }),
    );
  });

  it('is not written where it does not fit', () => {
    const frame = parse(AARE);
    (() => encodeHdlcFrame({ ...frame, information: new Uint8Array(2040) })).should.throw(
      RangeError,
    );
    (() => encodeHdlcFrame({ ...frame, source: clientAddress(128) })).should.throw(RangeError);
  });
});

describe('HDLC addresses', () => {
  it('take four octets only where a number needs them or the meter wants them', () => {
    serverAddress(1).size.should.equal(1);
    serverAddress(1, 17).size.should.equal(2);
    serverAddress(1, 1017).size.should.equal(4);
    serverAddress(1, 17, 4).size.should.equal(4);
  });
});

describe('HDLC parameters', () => {
  it('are read in any width, with defaults for what is left out', () => {
    decodeParameters(fromHex('8180140502008006020080070400000001080400000001')).should.eql({
      maxInformationTransmit: 128,
      maxInformationReceive: 128,
      windowTransmit: 1,
      windowReceive: 1,
    });
    decodeParameters(fromHex('8180080502040006020100')).should.eql({
      maxInformationTransmit: 1024,
      maxInformationReceive: 256,
      windowTransmit: 1,
      windowReceive: 1,
    });
    decodeParameters(EMPTY).maxInformationTransmit.should.equal(128);
  });

  it('are passed over where they are unknown', () => {
    decodeParameters(fromHex('8180060501ff0901aaf003010203')).maxInformationTransmit.should.equal(
      255,
    );
  });

  it('are written with all four parts', () => {
    const written = encodeParameters({
      maxInformationTransmit: 128,
      maxInformationReceive: 1024,
      windowTransmit: 1,
      windowReceive: 7,
    });
    toHex(written).should.equal('81801305018006020400070400000001080400000007');
  });

  it('beyond what HDLC can carry are refused', () => {
    const proposal = decodeParameters(EMPTY);
    (() => encodeParameters({ ...proposal, maxInformationTransmit: 2031 })).should.throw(
      RangeError,
    );
    (() => encodeParameters({ ...proposal, windowReceive: 0 })).should.throw(RangeError);
    (() => decodeParameters(fromHex('82'))).should.throw(FrameError, { code: 'tag' });
    (() => decodeParameters(fromHex('818007050500000000'))).should.throw(FrameError);
  });
});

describe('HDLC in plain values', () => {
  it('shows addresses and information as hex, and the APDUs inside', () => {
    const decoded = decodeHdlc(
      fromHex('7ea80f210330668fe6e700c401c106a57e7ea00f21033254f6000600005c541dd67e'),
    );
    decoded.should.eql({
      type: 'hdlc',
      frames: [
        {
          destination: '21',
          source: '03',
          control: 0x30,
          kind: 'I',
          segmented: true,
          information: 'e6e700c401c1',
          fcsValid: true,
        },
        {
          destination: '21',
          source: '03',
          control: 0x32,
          kind: 'I',
          segmented: false,
          information: '000600005c54',
          fcsValid: true,
        },
      ],
      apdus: ['c401c1000600005c54'],
    });
  });

  it('leaves out an APDU whose last segment is missing', () => {
    joinSegments([parse('7ea80f210330668fe6e700c401c106a57e')]).should.eql([]);
  });
});

describe('a joiner of segments', () => {
  it('refuses a message longer than any PDU, and starts anew', () => {
    const segment = { ...parse(AARE), information: new Uint8Array(2030), segmented: true };
    const joiner = new SegmentJoiner();
    for (let count = 0; count < 32; count++) joiner.add(segment);
    (() => joiner.add(segment)).should.throw(FrameError, { code: 'length' });
    toHex(joiner.add(parse(AARE)) ?? EMPTY).should.startWith('6129a1');
  });
});

describe('an HDLC connection', () => {
  const apdu = fromHex('c001c1000301000c0700ff0200');
  const UA = '7ea01e210373c37a818012050180060180070400000001080400000001533b7e';
  const UA_32_OCTETS = '7ea01e210373c37a81801205012006012007040000000108040000000145277e';
  const ANSWER = '7ea01521033049cae6e700c401c1000600005c548b767e';
  const FIRST_HALF = '7ea80f210330668fe6e700c401c106a57e';
  const SECOND_HALF = '7ea00f21033254f6000600005c541dd67e';
  const RR_1 = '7ea00703213117877e';

  const opened = (answer = UA): HdlcConnection => {
    const connection = new HdlcConnection(clientAddress(16), serverAddress(1));
    connection.connect();
    connection.receive(parse(answer)).type.should.equal('connected');
    return connection;
  };

  const hear = (connection: HdlcConnection, hex: string): string => {
    const event = connection.receive(parse(hex));
    if (event.type === 'send') return `send ${toHex(event.octets)}`;
    return 'apdu' in event ? `${event.type} ${toHex(event.apdu)}` : event.type;
  };

  it('opens with SNRM and UA, and closes with DISC and UA', () => {
    const connection = new HdlcConnection(clientAddress(16), serverAddress(1));
    toHex(connection.connect()).should.equal(
      '7ea01e032193cd3b818012050180060180070400000001080400000001533b7e',
    );
    connection.state.should.equal('connecting');
    connection.receive(parse(UA)).type.should.equal('connected');
    toHex(connection.disconnect()).should.equal('7ea00703215303c77e');
    connection
      .receive(parse('7ea00721037301407e'))
      .should.eql({ type: 'disconnected', reason: 'released' });
  });

  it('says when the server refuses it, or rejects a frame', () => {
    const refused = new HdlcConnection(clientAddress(16), serverAddress(1));
    refused.connect();
    refused
      .receive(parse('7ea00721031f6be97e'))
      .should.eql({ type: 'disconnected', reason: 'refused' });
    opened()
      .receive(parse('7ea0072103972be17e'))
      .should.eql({ type: 'disconnected', reason: 'rejected' });
  });

  it('asks and is answered, numbering both', () => {
    const connection = opened();
    toHex(connection.send(apdu)).should.equal(
      '7ea0190321107fdae6e600c001c1000301000c0700ff020011377e',
    );
    hear(connection, ANSWER).should.equal('message c401c1000600005c54');
    toHex(connection.send(apdu)).should.equal(
      '7ea0190321326fd8e6e600c001c1000301000c0700ff020011377e',
    );
  });

  it('asks for each further segment of an answer', () => {
    const connection = opened();
    connection.send(apdu);
    hear(connection, FIRST_HALF).should.equal(`send ${RR_1}`);
    hear(connection, SECOND_HALF).should.equal('message c401c1000600005c54');
  });

  it('takes a segment that comes twice only once', () => {
    const connection = opened();
    connection.send(apdu);
    connection.receive(parse(FIRST_HALF));
    hear(connection, FIRST_HALF).should.equal(`send ${RR_1}`);
    hear(connection, SECOND_HALF).should.equal('message c401c1000600005c54');
  });

  it('waits for more where the server has not given it the word', () => {
    const connection = opened();
    connection.send(apdu);
    hear(connection, '7ea80f210320e79fe6e700c401c106a57e').should.equal('ignored');
    hear(connection, SECOND_HALF).should.equal('message c401c1000600005c54');
  });

  it('drops half an answer when the next question is asked', () => {
    const connection = opened();
    connection.send(apdu);
    connection.receive(parse(FIRST_HALF));
    connection.send(apdu);
    hear(connection, '7ea0152103525d8ae6e700c401c1000600005c548b767e').should.equal(
      'message c401c1000600005c54',
    );
  });

  it('sends a long APDU in segments, the next when the last is acknowledged', () => {
    const connection = opened(UA_32_OCTETS);
    const first = connection.send(new Uint8Array(38).fill(0xc1));
    toHex(first).should.equal(
      '7ea829032110adcce6e600c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c174bc7e',
    );
    hear(connection, '7ea00721031115007e').should.equal(
      `send ${toHex(first)}`,
      'RR for the same number asks for it again',
    );
    hear(connection, '7ea00721033117217e').should.equal(
      'send 7ea0120321127839c1c1c1c1c1c1c1c1c147a17e',
    );
  });

  it('repeats its last frame unchanged', () => {
    const connection = opened();
    const sent = connection.send(apdu);
    connection.repeat().should.eql(sent);
  });

  it('waits for a busy server and polls it', () => {
    const connection = opened();
    connection.send(apdu);
    connection.receive(parse('7ea00721033533677e')).should.eql({ type: 'busy' });
    toHex(connection.poll()).should.equal('7ea00703211115a67e');
  });

  it('passes on what nobody asked for without losing the answer', () => {
    const connection = opened();
    connection.send(apdu);
    hear(connection, '7ea0132103134a92e6e7000f00000001000073a87e').should.equal(
      'notification 0f000000010000',
    );
    connection.receive(parse(ANSWER)).type.should.equal('message');
  });

  it('ignores frames of another conversation', () => {
    opened().receive(parse(AARE)).should.eql({ type: 'ignored' });
  });

  it('makes an event or a FrameError of any frames', () => {
    const control = fc.integer({ min: 0, max: 255 }).map(decodeControl);
    const frames = fc.array(
      fc.record({
        destination: fc.constant(clientAddress(16)),
        source: fc.constant(serverAddress(1)),
        control: control.filter((decoded) => decoded !== undefined),
        segmented: fc.boolean(),
        information: fc.uint8Array({ maxLength: 30 }),
      }),
    );
    fc.assert(
      fc.property(frames, (received) => {
        const connection = opened(UA_32_OCTETS);
        connection.send(new Uint8Array(100));
        for (const frame of received) {
          try {
            connection.receive(frame).type.should.be.a.String();
          } catch (error) {
            (error as Error).should.be.instanceOf(FrameError);
          }
        }
      }),
    );
  });

  it('sends nothing while it is closed or an APDU is on its way', () => {
    const connection = new HdlcConnection(clientAddress(16), serverAddress(1));
    (() => connection.send(apdu)).should.throw(/not open/);
    const open = opened();
    open.send(apdu);
    (() => open.send(apdu)).should.throw(/not acknowledged/);
  });
});
