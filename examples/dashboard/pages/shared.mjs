/** Methods of all pages. What they give goes into the page as text only. */
export const methods = {
  /** Sends to the gateway; its answer comes as `msg`. */
  say(payload) {
    this.send({ payload });
  },
  /** Asks now, and again every so many ms while the page is looked at. */
  keepAsking(question, every) {
    const ask = () => {
      const asked = document.hidden ? undefined : question();
      if (asked) this.say(asked);
    };
    ask();
    this.timers = [
      setInterval(ask, every),
      setInterval(() => {
        this.now = Date.now() + (this.ahead ?? 0);
      }, 1000),
    ];
  },
  /** Goes by the gateway's clock, which stands in its answers to questions. */
  setClock(at) {
    if (at === undefined) return;
    this.ahead = at - Date.now();
    this.now = at;
  },
  stopAsking() {
    for (const timer of this.timers ?? []) clearInterval(timer);
  },
  /** How long ago, in words. */
  since(ms) {
    if (!Number.isFinite(ms)) return '–';
    const s = Math.max(0, Math.round(ms / 1000));
    if (s < 90) return `${s} s`;
    if (s < 5400) return `${Math.round(s / 60)} min`;
    if (s < 172800) return `${Math.round(s / 3600)} h`;
    return `${Math.round(s / 86400)} d`;
  },
  clock(ts) {
    return Number.isFinite(ts) ? new Date(ts).toLocaleString() : '–';
  },
  whole(number) {
    return Number.isFinite(number) ? number.toLocaleString() : '–';
  },
  octets(count) {
    if (!Number.isFinite(count)) return '–';
    const tenths = { maximumFractionDigits: 1 };
    if (count < 1024) return `${count} B`;
    if (count < 1048576) return `${(count / 1024).toLocaleString(undefined, tenths)} kB`;
    return `${(count / 1048576).toLocaleString(undefined, tenths)} MB`;
  },
  /** A key such as VOLTAGE_A or telemetryPublished as words. */
  words(key) {
    const spaced = String(key)
      .replaceAll('_', ' ')
      .replaceAll(':', ': ')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .replace('dlt645', 'DL/T 645')
      .replace('dlms', 'DLMS')
      .replace(/ ([abc])$/, (phase) => phase.toUpperCase());
    return spaced.charAt(0).toUpperCase() + spaced.slice(1);
  },
  /** Numbers as the browser's country writes them, with all their digits. */
  shown(value) {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'number')
      return value.toLocaleString(undefined, { maximumFractionDigits: 15 });
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  },
  openMeter(meterId) {
    this.$router.push({ path: this.pathOf('meter'), query: { meter: meterId } });
  },
  pathOf(page) {
    return this.$route.path.replace(/[^/]+$/, page);
  },
};
