import 'should';
import type { Browser } from 'puppeteer-core';
import { needs } from '../helpers/system-program';
import { Editor, launchChromium } from './editor';
import { boot, installedFolder, type NodeRed } from './node-red';
import { takeScreenshot } from './screenshots';

interface Pane {
  /** Label and what its field shows for a node fresh from the palette, a placeholder in brackets. */
  readonly rows: Readonly<Record<string, string>>;
  /** Property, a value that is wrong for it, and what the editor says then. */
  readonly faults?: readonly (readonly [property: string, value: string, objection: string])[];
}

/** What is seen first, and what is behind further tabs, by their labels. */
interface Dialog extends Pane {
  readonly tabs?: Readonly<Record<string, Pane>>;
}

const pollerRows = {
  Name: '(Name)',
  Gateway: 'ivy gateway',
  'Poll by itself': 'yes',
  'Interval (ms)': '60000',
  Registers: 'energy',
  'Answer within (ms)': '10000',
  Retries: '2',
  Readings: 'one message a reading',
};

const intervalFault = [
  'interval',
  '10',
  'Interval (ms): "10" is not a whole number from 1000 to 86400000',
] as const;

const DIALOGS: Readonly<Record<string, Dialog>> = {
  'ivy-gateway': {
    rows: {
      Name: '(Name)',
      'Gateway id': '(gateway)',
      'Topic prefix': 'ivy/v1',
      'Identify within (ms)': '30000',
      'Address of zeros': 'keep 000000000000',
      'Unlisted meters': 'trust them',
      'Secret of keys': '()',
      'Meters’ time zone': '(e.g. Asia/Shanghai)',
      'Usual profile': '(generic-three-phase)',
      'Clocks within (s)': '60',
      Currency: '(e.g. EUR)',
      'Ask DLMS meters': 'yes',
      'DLMS client': '16',
      'DLMS server': '1',
      'Ivy destination': '1',
    },
    faults: [
      ['gatewayId', 'a/b', 'Gateway id: "a/b" is not 1 to 32 letters, digits, _ or -'],
      ['topicPrefix', 'ivy/#', 'Topic prefix: "ivy/#" has a wildcard (+ #) or an empty level'],
      [
        'identifyTimeout',
        '30 s',
        'Identify within (ms): "30 s" is not a whole number from 1000 to 3600000',
      ],
      ['timezone', '+08:00', 'Meters’ time zone: "+08:00" is not the IANA name of a time zone'],
    ],
    tabs: {
      Commands: {
        rows: {
          Writing: 'never',
          Switching: 'never',
          'Acts a minute': '30',
          'Acts an hour': '300',
          'Between acts (ms)': '0',
          'Close below (A)': '0',
          'Need expiresAt': 'no',
          'Allowed as well': '(e.g. class 18, function 19H)',
          'Meter password': '()',
          'Operator code': '(00000000)',
          'Command secret': '()',
        },
        faults: [
          [
            'exceptions',
            'class x',
            'Allowed as well: "class x" is not a list like class 18, function 19H',
          ],
        ],
      },
    },
  },
  'ivy-tcp-listener': {
    rows: {
      Name: '(Name)',
      Gateway: 'ivy gateway',
      'Bind address': '0.0.0.0',
      Port: '8899',
      Protocol: 'detect',
      'Registration text': '(e.g. ^LOGIN,(\\w+))',
      TLS: 'Add new tls-config...',
      'Meters’ certificates': 'not asked for',
      'Trusted proxies': '(e.g. 10.0.0.1, 10.1.0.0/16)',
      'Idle limit (ms)': '120000',
      'Push interval (ms)': '(meters are asked)',
      'Links in all': '20000',
      'Links per address': '0',
      'Mirror all traffic': 'off',
    },
    faults: [
      [
        'registration',
        '(\\d+)+',
        'Registration text: "(\\d+)+" is no regular expression, or one that can take too long',
      ],
      ['port', '65536', 'Port: "65536" is not a whole number from 1 to 65535'],
      [
        'trustedProxies',
        'balancer',
        'Trusted proxies: "balancer" is not a list of addresses and networks like 10.0.0.1, 10.1.0.0/16',
      ],
    ],
  },
  'ivy-command': {
    rows: { Name: '(Name)', Gateway: 'ivy gateway', 'Timeout (ms)': '10000' },
    faults: [['timeout', 'soon', 'Timeout (ms): "soon" is not a whole number from 100 to 600000']],
  },
  'ivy-status': {
    rows: {
      Name: '(Name)',
      Gateway: 'ivy gateway',
      'Interval (ms)': '30000',
      'Live and ready': 'open to anybody',
      'Token for metrics': '()',
    },
    faults: [
      ['interval', 'often', 'Interval (ms): "often" is not a whole number from 0 to 86400000'],
    ],
  },
  'protocol-router': { rows: { Name: '(Name)' } },
  heartbeat: {
    rows: { Name: '(Name)', Acknowledge: 'no', Acknowledgement: '(hex digits)' },
    faults: [['ackPayload', '0A 2', 'Acknowledgement: "0A 2" is not pairs of hex digits']],
  },
  'dlt645-decode': {
    rows: {
      Name: '(Name)',
      Gateway: 'ivy gateway',
      Standard: 'detect',
      Readings: 'one message a reading',
    },
  },
  'dlt645-encode': {
    rows: {
      Name: '(Name)',
      Gateway: 'ivy gateway',
      Request: 'read data',
      Standard: 'DL/T 645-2007',
      'Meter’s address': '(12 digits; empty: of msg.meter)',
      Identifier: '(digits, or words of a name)',
      Value: '()',
      Password: '(LLPPPPPP, e.g. 02123456)',
      'Operator code': '(8 digits)',
      'Lead bytes': '0',
    },
    faults: [['leadBytes', '33', 'Lead bytes: "33" is not a whole number from 0 to 32']],
  },
  'ivy-dlms-decode': {
    rows: {
      Name: '(Name)',
      Gateway: 'ivy gateway',
      Lenient: 'off',
      'Least protection': 'authenticated and encrypted',
      'Encryption key': '()',
      'Authentication key': '()',
      'Broadcast key': '()',
      'Dedicated key': '()',
      'System title': '(16 hex digits, if the frames do not say it)',
      'Keys by meter': '({"<meter id>": {"encryptionKey": "…"}})',
    },
  },
  'ivy-dlms-encode': {
    rows: {
      Name: '(Name)',
      Service: 'as msg.payload says',
      'OBIS code': '(e.g. 1-0:1.8.0.255, or words of its name)',
      Class: '3',
      'Attribute or method': '2',
      Data: 'null',
      'Invoke id': '1',
      Password: '()',
      Frame: 'wrapper (TCP, UDP)',
      Client: '16',
      Server: '1',
      'Physical device': '(none)',
      Protection: 'none, in plain',
      'General ciphering': 'off',
      'Own system title': '(16 hex digits)',
      'Encryption key': '()',
      'Authentication key': '()',
      'Dedicated key': '()',
    },
    faults: [['source', 'me', 'Client: "me" is not a whole number from 0 to 65535']],
  },
  'obis-map': {
    rows: {
      Name: '(Name)',
      Gateway: 'ivy gateway',
      Readings: 'one message a reading',
      'Deviation of times': 'as the standard has it',
    },
  },
  'dlt645-poller': { rows: pollerRows, faults: [intervalFault] },
  'dlms-poller': {
    rows: {
      ...pollerRows,
      'Listen only': 'no',
      'Load profile': 'not read',
      '… every (min)': '(as the meter’s profile says)',
      '… at first, days': '1',
      Bills: 'not read',
    },
    faults: [
      intervalFault,
      ['loadDays', '0', '… at first, days: "0" is not a whole number from 1 to 400'],
    ],
  },
  'alarm-threshold': {
    rows: { Name: '(Name)', Gateway: 'ivy gateway', 'Add rules': 'choose a family' },
  },
  'ivy-mqtt-broker': {
    rows: {
      Name: '(Name)',
      Gateway: 'ivy gateway',
      'Bind address': '127.0.0.1',
      'MQTT port': '1883',
      'WebSocket port': '9001',
      'Require a user': 'no, local clients need none',
      Users: '(user:password,user2:password2)',
      'External broker': '(e.g. mqtt://192.0.2.1:1883)',
    },
    faults: [
      [
        'externalUrl',
        'http://broker',
        'External broker: "http://broker" is not a URL with mqtt://, mqtts://, ws:// or wss://',
      ],
    ],
  },
};

/** Each dialog, and each of its further tabs. */
const PANES = Object.entries(DIALOGS).flatMap(([type, { tabs = {}, ...first }]) => [
  { type, tab: undefined, name: type, ...first },
  ...Object.entries(tabs).map(([tab, pane]) => ({ type, tab, name: `${type}, ${tab},`, ...pane })),
]);

const POLLER_PORTS = ['trigger', 'readings', 'failures and summary', 'decoded answers'];

/** What inputs, then outputs are called. */
const PORTS: Readonly<Record<string, readonly string[]>> = {
  'ivy-tcp-listener': [
    'octets for meters, commands',
    'unsolicited frames',
    'life cycle of links and meters',
    'answers',
    'mirror of all traffic',
  ],
  'protocol-router': ['frames or raw octets', 'DL/T 645', 'DLMS', 'heartbeat', 'unknown'],
  heartbeat: ['heartbeat frames', 'registrations', 'acknowledgements for the listener'],
  'dlt645-decode': ['DL/T 645 frames', 'readings', 'decoded frames'],
  'dlt645-encode': ['requests', 'frames'],
  'ivy-dlms-decode': ['DLMS frames or APDUs', 'decoded APDUs'],
  'ivy-dlms-encode': ['requests', 'octets'],
  'obis-map': ['decoded APDUs or OBIS values', 'readings', 'meter events'],
  'dlt645-poller': POLLER_PORTS,
  'dlms-poller': POLLER_PORTS,
  'alarm-threshold': [
    'readings, events, commands',
    ...['raised', 'cleared', 'each evaluation', 'answers to commands'],
  ],
  'ivy-mqtt-broker': ['broker events', 'published messages'],
};

describe('dialogs in the editor of Node-RED 5.0', function () {
  this.timeout(120_000);
  let nodeRed: NodeRed;
  let browser: Browser;
  let editor: Editor;

  before(async function () {
    needs(this, 'chromium', 'chromium');
    nodeRed = await boot({ nodeRed: '5.0', folder: await installedFolder('5.0') });
    browser = await launchChromium();
    editor = await Editor.open(browser, nodeRed.url, 'light');
    for (const type of Object.keys(DIALOGS)) await editor.place(type);
  });

  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  describe('fresh from the palette', () => {
    for (const { type, tab, name, rows } of PANES) {
      it(`${name} shows its labels and defaults`, async () => {
        await editor.openDialog(type, tab);
        const picture = [type, ...(tab === undefined ? [] : [tab.toLowerCase()])];
        await takeScreenshot(editor, picture.join('-'));
        const shown = await editor.rows();
        await editor.closeDialog('cancel');
        shown.should.deepEqual(rows);
      });
    }

    it('the browser has nothing to complain of', () => {
      editor.errors.should.deepEqual([]);
    });
  });

  describe('around the dialogs', () => {
    it('the palette has all nodes in one category', async () => {
      const [title = '', ...nodes] = await editor.category('ivy_gateway');
      title.should.equal('ivy gateway');
      [...nodes]
        .sort()
        .should.deepEqual([
          ...[
            'alarm threshold',
            'dlms decode',
            'dlms encode',
            'dlms poller',
            'dlt645 decode',
            'dlt645 encode',
          ],
          ...['dlt645 poller', 'heartbeat', 'ivy command', 'ivy status'],
          ...['mqtt broker', 'obis map', 'protocol router', 'tcp listener'],
        ]);
    });

    for (const [type, ports] of Object.entries(PORTS)) {
      it(`${type} says what each of its ports is for`, async () => {
        [...(await editor.portLabels(type))].should.deepEqual(ports);
      });
    }
  });

  describe('for what people enter', () => {
    for (const { type, tab, faults = [] } of PANES) {
      for (const [property, value, objection] of faults) {
        it(`${type} says what is wrong with ${property} ${value}`, async () => {
          await editor.openDialog(type, tab);
          await editor.type(type, property, value);
          const said = await editor.objection(type, property);
          await editor.closeDialog('cancel');
          said.should.equal(objection);
        });
      }
    }

    it('a variable is accepted where a number is expected', async () => {
      await editor.openDialog('ivy-tcp-listener');
      await editor.type('ivy-tcp-listener', 'port', `\${TCP_PORT}`);
      const said = await editor.objection('ivy-tcp-listener', 'port');
      await editor.closeDialog('cancel');
      said.should.equal('');
    });

    it('a choice is stored as plain text', async () => {
      await editor.openDialog('dlms-poller');
      await editor.pick('dlms-poller', 'group', 'all');
      await editor.closeDialog('ok');
      String(await editor.stored('dlms-poller', 'group')).should.equal('all');
    });

    it('a data identifier is found by words of its English or Chinese name', async () => {
      await editor.openDialog('dlt645-encode');
      const field = '.ivy-di .red-ui-typedInput-input';
      const found = [];
      for (const words of ['voltage', '电网频率']) {
        found.push(await editor.firstCompletion(field, words));
      }
      await editor.closeDialog('cancel');
      found.should.deepEqual([
        '02010100phase A voltage A相电压 (V)',
        '02800002grid frequency 电网频率 (Hz)',
      ]);
    });

    it('a custom list of identifiers is stored as plain text', async () => {
      await editor.openDialog('dlt645-poller');
      await editor.pick('dlt645-poller', 'group', 'custom list');
      await editor.addRow('.ivy-registers', { di: '00010000' });
      await editor.addRow('.ivy-registers', { di: '9010' });
      await editor.closeDialog('ok');
      const stored = await editor.stored('dlt645-poller', 'registers');
      (stored as string[]).should.deepEqual(['00010000', '9010']);
    });

    it('registers of one’s own are stored, and shown again', async () => {
      const own = {
        di: '00900200',
        name: 'money left',
        key: 'MONEY',
        unit: 'EUR',
        format: 'XX.XX',
      };
      await editor.openDialog('dlt645-decode');
      await editor.addRow('.ivy-registers', own);
      await editor.closeDialog('ok');
      await editor.openDialog('dlt645-decode');
      await editor.closeDialog('ok');
      const stored = await editor.stored('dlt645-decode', 'registers');
      (stored as object[]).should.deepEqual([{ ...own, signed: '' }]);
    });

    it('an OBIS code is found by words of its name', async () => {
      await editor.openDialog('ivy-dlms-encode');
      await editor.pick('ivy-dlms-encode', 'service', 'GET: read an attribute');
      const found = await editor.firstCompletion('#node-input-obis', 'voltage l1');
      await editor.closeDialog('cancel');
      found.should.equal('1-0:32.7.0.255Voltage L1');
    });

    it('objects and push templates of one’s own are stored, and shown again', async () => {
      const own = { obis: '1-0:1.8.0.255', register: 'FEEDER', unit: 'kWh', scaler: '-2' };
      const template = { attributes: '8/0-0:1.0.0.255 1-0:1.8.0.255', model: 'EM114070' };
      await editor.openDialog('obis-map');
      await editor.addRow('.ivy-overrides', own);
      await editor.addRow('.ivy-templates', template);
      await takeScreenshot(editor, 'obis-map-lists');
      await editor.closeDialog('ok');
      await editor.openDialog('obis-map');
      await editor.closeDialog('ok');
      const stored = await editor.stored('obis-map', 'overrides');
      (stored as object[]).should.deepEqual([{ ...own, model: '' }]);
      ((await editor.stored('obis-map', 'templates')) as object[]).should.deepEqual([template]);
    });

    it('octets that are pasted are explained', async () => {
      await editor.openDialog('dlt645-decode');
      const lines = await editor.tried('68341200000000689108333334339A785634 18 16');
      await takeScreenshot(editor, 'try-it');
      await editor.closeDialog('cancel');
      lines.should.containDeepOrdered([
        'DL/T 645-2007 answer from 000000001234: forward active energy 12345.67 kWh',
        'at | octets | field | meaning',
        '1 | 34 12 00 00 00 00 | address | 000000001234',
      ]);
    });

    it('a frame that is damaged is explained up to where it is', async () => {
      await editor.openDialog('protocol-router');
      const lines = await editor.tried('68341200000000689108333334339A785634 19 16');
      await editor.closeDialog('cancel');
      lines.should.containEql('checksum at octet 18: the checksum does not fit');
    });

    it('a ciphered frame is opened with the keys that are typed into the dialog', async () => {
      await editor.openDialog('ivy-dlms-decode');
      await editor.type('ivy-dlms-decode', 'encryptionKey', '000102030405060708090a0b0c0d0e0f');
      const lines = await editor.tried(
        'db084d4d4d0000bc614e1e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b',
      );
      await editor.closeDialog('cancel');
      lines.join('\n').should.match(/deciphered, but not verified/);
    });

    it('presets of a family are added to the rules, which are stored without what is empty', async () => {
      await editor.place('alarm-threshold', { rules: [] });
      await editor.openDialog('alarm-threshold');
      await editor.page.select('#node-input-presets', 'balance');
      await editor.addRow('.ivy-rules', { name: 'cold', registers: 'TEMPERATURE', limit: '-20' });
      await editor.addRow('.ivy-overrides', { rule: 'cold', meters: 'group:roof', limit: 'off' });
      await takeScreenshot(editor, 'alarm-threshold-lists');
      await editor.closeDialog('ok');
      const rules = await editor.stored('alarm-threshold', 'rules');
      (rules as object[]).should.match([
        { name: 'low_balance', condition: 'low', limit: '10', clear: '11', unit: 'kWh' },
        { name: 'cold', condition: 'high', registers: 'TEMPERATURE', limit: '-20' },
      ]);
      const overrides = await editor.stored('alarm-threshold', 'overrides');
      (overrides as object[]).should.deepEqual([
        { rule: 'cold', meters: 'group:roof', limit: 'off' },
      ]);
    });

    it('a rule that cannot be read is marked, with its line', async () => {
      const rules = [{ name: 'high', condition: 'high', registers: 'X', limit: 'much' }];
      await editor.place('alarm-threshold', { rules });
      const said = await editor.faultsOf('alarm-threshold');
      await editor.place('alarm-threshold');
      const sound = await editor.faultsOf('alarm-threshold');
      [...said].should.deepEqual([
        'Rules (none: all presets), line 1: limit: "much" is not a number',
      ]);
      [...sound].should.deepEqual([]);
    });

    it('what a flow of before does not have shows its default', async () => {
      await editor.place('dlt645-decode', { standard: undefined, output: undefined });
      await editor.openDialog('dlt645-decode');
      const { Standard: standard, Readings: output } = await editor.rows();
      await editor.closeDialog('ok');
      [standard, output].should.deepEqual(['detect', 'one message a reading']);
    });

    it('a variable in the place of a choice is shown, and stays as it is', async () => {
      const variable = `\${HEARTBEAT_ACK_ENABLED}`;
      await editor.place('heartbeat', { ack: variable });
      await editor.openDialog('heartbeat');
      const { Acknowledge: shown } = await editor.rows();
      await editor.closeDialog('ok');
      String(shown).should.equal(variable);
      String(await editor.stored('heartbeat', 'ack')).should.equal(variable);
    });
  });
});
