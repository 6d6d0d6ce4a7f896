import { chartsOfHistory, chartsOfProfile, growth, lateIn, line } from './charts.mjs';
import { methods } from './pages/shared.mjs';
import { functionNode, id, template } from './parts.mjs';

const TAB = id('tab');
const BASE = id('base');
const THEME = id('theme');
/** Groups whose page has frames of its own. */
const BARE = ['overview', 'meter', 'gateway'];
/** The version that the pages are made for; the editor offers to install it. */
const DASHBOARD = '1.31.0';

const PAGES = [
  { name: 'Overview', path: '/overview', icon: 'view-dashboard' },
  { name: 'Meters', path: '/meters', icon: 'meter-electric-outline' },
  { name: 'Meter', path: '/meter', icon: 'gauge' },
  { name: 'Alarms', path: '/alarms', icon: 'bell-outline' },
  { name: 'Messages', path: '/messages', icon: 'message-text-outline' },
  { name: 'Gateway', path: '/gateway', icon: 'router-wireless' },
];

/** Columns of a page on the widest of screens. */
const WHOLE = 24;

const CHARTS = [
  { name: 'voltage', title: 'Voltage (V)' },
  { name: 'current', title: 'Current (A)' },
  { name: 'power', title: 'Active power (W)' },
  { name: 'energy', title: 'Energy (kWh)' },
  { name: 'use', title: "Load profile: energy of each interval, in the meter's time", width: 12 },
  { name: 'profile', title: "Load profile: other values, in the meter's time", width: 12 },
];
/** Their times are the meter's, and their rows may be of any age. */
const OF_PROFILES = ['use', 'profile'];
const LIVE = CHARTS.map(({ name }) => name).filter((name) => !OF_PROFILES.includes(name));
/** Of the charts; what is dark turns it brighter. */
const TEXT = '#666f7b';
/** h; the gateway remembers no more. */
const HISTORY = 2;

/** The dashboard's own tab, with its configuration. */
export function dashboardTab() {
  return [
    { id: TAB, type: 'tab', label: 'Dashboard', disabled: false, info: INFO, env: [] },
    ...configuration(),
    ...nodes().map((node) => ({ ...node, z: TAB })),
    {
      id: id('modules'),
      type: 'global-config',
      env: [],
      modules: { '@flowfuse/node-red-dashboard': DASHBOARD },
    },
  ];
}

const INFO = `The pages of the gateway, at /dashboard. Each page asks for what it shows, while somebody looks at it: its question goes to the Gateway tab by a link call, and the answer comes back to that browser alone. Without this tab the gateway does all that it does with it.`;

function configuration() {
  return [
    {
      id: BASE,
      type: 'ui-base',
      name: 'Meter gateway',
      path: '/dashboard',
      appIcon: '',
      includeClientData: true,
      acceptsClientConfig: ['ui-notification', 'ui-control', 'ui-template', 'ui-chart'],
      showPathInSidebar: false,
      headerContent: 'page',
      navigationStyle: 'default',
      titleBarStyle: 'default',
      showReconnectNotification: true,
      notificationDisplayTime: 2,
      showDisconnectNotification: true,
      allowInstall: false,
    },
    {
      id: THEME,
      type: 'ui-theme',
      name: 'Gateway',
      colors: {
        surface: '#ffffff',
        primary: '#0b5cad',
        bgPage: '#f2f4f7',
        groupBg: '#ffffff',
        groupOutline: '#d5dae1',
      },
      sizes: {
        density: 'default',
        pagePadding: '12px',
        groupGap: '12px',
        groupBorderRadius: '8px',
        widgetGap: '12px',
      },
    },
    ...PAGES.map(({ name, path, icon }, index) => ({
      id: id(`page ${name}`),
      type: 'ui-page',
      name,
      ui: BASE,
      path,
      icon,
      layout: 'grid',
      theme: THEME,
      breakpoints: [
        { name: 'Phone', px: '0', cols: '3' },
        { name: 'Tablet', px: '600', cols: '6' },
        { name: 'Laptop', px: '900', cols: '12' },
        { name: 'Wall', px: '1900', cols: String(WHOLE) },
      ],
      order: index + 1,
      className: '',
      visible: 'true',
      disabled: 'false',
    })),
    ...[
      group('Overview', 'overview'),
      group('Overview', 'traffic', { title: 'Readings a minute', className: 'ivy-chart' }),
      group('Meters', 'meters'),
      group('Meter', 'meter'),
      ...CHARTS.map(({ name, title, width = 6 }) =>
        group('Meter', name, { title, width, className: `ivy-chart ivy-chart-${name}` }),
      ),
      group('Alarms', 'alarms'),
      group('Messages', 'log'),
      group('Gateway', 'gateway'),
    ].map((one, index) => ({ ...one, order: index + 1 })),
  ];
}

function group(page, name, { width = WHOLE, title = '', className = '' } = {}) {
  return {
    id: id(`group ${name}`),
    type: 'ui-group',
    name: title || name,
    page: id(`page ${page}`),
    width,
    height: 1,
    showTitle: title !== '',
    className: BARE.includes(name) ? 'ivy-bare' : className,
    visible: 'true',
    disabled: 'false',
    groupType: 'default',
  };
}

function nodes() {
  return [
    page('overview', { y: 100, call: 'ask for the overview', timeout: 10 }),
    page('meters', { y: 180, call: 'ask for the meters', timeout: 10 }),
    page('meter', { y: 260, call: 'ask for or order a meter', timeout: 180 }),
    page('alarms', { y: 440, call: 'ask for or order alarms', timeout: 10 }),
    page('gateway', { y: 520, call: 'ask for the statistics', timeout: 10 }),
    log(),
    rate(),
    margins(),
    looks(),
  ].flat();
}

/** A page's template, and the call that answers it. */
function page(name, { y, call, timeout }) {
  const answers =
    name === 'meter'
      ? [id('meter page'), id('a chart a quantity'), id('a load profile')]
      : [id(`${name} page`)];
  return [
    templateNode(`${name} page`, `${name}.html`, {
      group: id(`group ${name}`),
      x: 130,
      y,
      wires: [[id(call)]],
    }),
    linkCall(call, { x: 370, y, timeout, wires: [answers] }),
    ...(name === 'meter' ? charts(y + 60) : []),
  ];
}

function linkCall(name, { timeout, ...rest }) {
  return {
    id: id(name),
    type: 'link call',
    name,
    links: [id('questions')],
    linkType: 'static',
    timeout: String(timeout),
    ...rest,
  };
}

function templateNode(name, file, rest) {
  return {
    id: id(name),
    type: 'ui-template',
    group: '',
    page: '',
    ui: '',
    name,
    order: 1,
    width: 0,
    height: 0,
    head: '',
    format: template(file),
    storeOutMessages: false,
    passthru: false,
    resendOnRefresh: false,
    templateScope: 'local',
    className: '',
    wires: [[]],
    ...rest,
  };
}

function charts(y) {
  return [
    functionNode('a chart a quantity', chartsOfHistory, {
      uses: [methods.words, lateIn, line],
      outputs: LIVE.length,
      x: 640,
      y,
      wires: LIVE.map((name) => [id(`${name} chart`)]),
    }),
    functionNode('a load profile', chartsOfProfile, {
      uses: [methods.words, lateIn, line, growth],
      outputs: OF_PROFILES.length,
      x: 640,
      y: y + 120,
      wires: OF_PROFILES.map((name) => [id(`${name} chart`)]),
    }),
    ...CHARTS.map(({ name }, index) => ({
      ...chart(`${name} chart`, id(`group ${name}`)),
      ...(name === 'use' && { chartType: 'bar' }),
      removeOlder: OF_PROFILES.includes(name) ? 0 : HISTORY,
      action: 'replace',
      category: 'series',
      categoryType: 'property',
      xAxisProperty: 'x',
      xAxisPropertyType: 'property',
      yAxisProperty: 'y',
      yAxisPropertyType: 'property',
      showLegend: true,
      x: 900,
      y: y - 60 + 40 * index,
    })),
  ];
}

function chart(name, groupId) {
  return {
    id: id(name),
    type: 'ui-chart',
    group: groupId,
    name,
    label: '',
    order: 1,
    chartType: 'line',
    xAxisLabel: '',
    xAxisType: 'time',
    xAxisFormat: '',
    xAxisFormatType: 'auto',
    xmin: '',
    xmax: '',
    yAxisLabel: '',
    ymin: '',
    ymax: '',
    bins: 10,
    stackSeries: false,
    pointShape: 'circle',
    pointRadius: 3,
    removeOlder: 1,
    removeOlderUnit: '3600',
    removeOlderPoints: '',
    colors: [
      '#1f77d0',
      '#d9480f',
      '#2b8a3e',
      '#9c36b5',
      '#c92a2a',
      '#087f5b',
      '#5f3dc4',
      '#a61e4d',
      '#495057',
    ],
    textColor: [TEXT],
    textColorDefault: false,
    gridColor: ['rgba(128,128,128,0.25)'],
    gridColorDefault: false,
    width: 0,
    height: 5,
    className: '',
    interpolation: 'linear',
    wires: [[]],
  };
}

function log() {
  return [
    templateNode('log page', 'log.html', {
      group: id('group log'),
      x: 130,
      y: 620,
      wires: [[id('log')]],
    }),
    {
      id: id('messages'),
      type: 'link in',
      name: 'messages',
      links: [id('log lines')],
      x: 135,
      y: 660,
      wires: [[id('log')]],
    },
    functionNode('log', keepLog, {
      outputs: 2,
      x: 330,
      y: 640,
      wires: [[id('log page')], [id('to subscribe')]],
    }),
    {
      id: id('to subscribe'),
      type: 'link out',
      name: 'somebody looks at the log',
      mode: 'link',
      links: [id('log on and off')],
      x: 475,
      y: 660,
      wires: [],
    },
  ];
}

/** The overview's chart, which goes on while nobody looks. */
function rate() {
  return [
    {
      id: id('every 10 s'),
      type: 'inject',
      name: 'every 10 s',
      props: [{ p: 'payload' }],
      repeat: '10',
      crontab: '',
      once: true,
      onceDelay: '1',
      topic: '',
      payload: '{"ask":"stats"}',
      payloadType: 'json',
      x: 130,
      y: 740,
      wires: [[id('ask for the counts')]],
    },
    linkCall('ask for the counts', {
      x: 370,
      y: 740,
      timeout: 5,
      wires: [[id('readings a minute')]],
    }),
    functionNode('readings a minute', readingsAMinute, {
      x: 620,
      y: 740,
      wires: [[id('traffic chart')]],
    }),
    {
      ...chart('traffic chart', id('group traffic')),
      action: 'append',
      category: 'readings a minute',
      categoryType: 'str',
      xAxisProperty: '',
      xAxisPropertyType: 'timestamp',
      yAxisProperty: 'payload',
      yAxisPropertyType: 'msg',
      ymin: '0',
      pointRadius: 0,
      pointShape: 'false',
      showLegend: false,
      height: 4,
      x: 850,
      y: 740,
    },
  ];
}

/** Room for the labels of the charts' axes, said once: they keep it. */
function margins() {
  return [
    chartOptions('margins', { y: 900, charts: ['traffic'], options: MARGINS }),
    chartOptions('and legends', {
      y: 940,
      charts: LIVE,
      options: { ...MARGINS, legend: LEGEND },
    }),
    chartOptions('and times as they are', {
      y: 980,
      charts: OF_PROFILES,
      options: { ...MARGINS, legend: LEGEND, useUTC: true },
    }),
  ];
}

const MARGINS = {
  grid: { left: 64, right: 16, top: 36, bottom: 28 },
  tooltip: { confine: true },
};
/** Many names take turns in one line. */
const LEGEND = { type: 'scroll', top: 0, textStyle: { color: TEXT } };

function chartOptions(name, { y, charts, options }) {
  return {
    id: id(name),
    type: 'inject',
    name,
    props: [{ p: 'ui_update', v: JSON.stringify({ chartOptions: options }), vt: 'json' }],
    repeat: '',
    crontab: '',
    once: true,
    onceDelay: '0.5',
    topic: '',
    x: 160,
    y,
    wires: [charts.map((chart) => id(`${chart} chart`))],
  };
}

function looks() {
  return [
    {
      ...templateNode('colours', 'colours.css', {
        ui: BASE,
        templateScope: 'site:style',
        x: 120,
        y: 820,
      }),
    },
    templateNode('bar', 'bar.html', {
      ui: BASE,
      templateScope: 'widget:ui',
      x: 310,
      y: 820,
    }),
    {
      id: id('comment pages'),
      type: 'comment',
      name: 'Each page asks for what it shows, and only while somebody looks',
      info: '',
      x: 260,
      y: 40,
      wires: [],
    },
  ];
}

/* global msg, context */

function keepLog() {
  // Messages are subscribed to while a page has asked for lines in the last 15 s; 500 lines are kept.
  const { lines = [], number = 0, until = 0 } = context.get('log') ?? {};
  const now = Date.now();
  if (msg._client) {
    const { since = 0 } = msg.payload ?? {};
    context.set('log', { lines, number, until: now + 15000 });
    const news = lines.filter((line) => line.number > since);
    return [
      { _client: msg._client, payload: { number, lines: news } },
      until < now ? { payload: true } : null,
    ];
  }
  if (until < now) {
    context.set('log', { number });
    return [null, { payload: false }];
  }
  if (msg.retain || typeof msg.topic !== 'string') return null;
  const line = {
    number: number + 1,
    ts: now,
    topic: msg.topic,
    text: String(msg.payload).slice(0, 1000),
  };
  context.set('log', { lines: [...lines.slice(-499), line], number: line.number, until });
  return null;
}

function readingsAMinute() {
  const { ts, publisher } = msg.payload;
  const last = context.get('last');
  context.set('last', { ts, count: publisher.telemetryPublished });
  if (!last || publisher.telemetryPublished < last.count) return null;
  return {
    payload: Math.round(((publisher.telemetryPublished - last.count) * 60000) / (ts - last.ts)),
  };
}
