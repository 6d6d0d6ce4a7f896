/* global msg, words */

/** Whether a point comes long after the one before it, as the points go. */
export function lateIn(points) {
  const steps = points.slice(1).map(([x], index) => x - points[index][0]);
  const usual = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  return (index) => index > 0 && points[index][0] - points[index - 1][0] > 1.8 * usual;
}

/** Points of a line, which is broken where one is missing. */
export function line(series, points) {
  const isLate = lateIn(points);
  return points.flatMap(([x, y], index) => {
    const gap = isLate(index) ? [{ series, x: x - 1, y: null }] : [];
    return [...gap, { series, x, y }];
  });
}

/** By how much a counter has grown since the row before, where that is not missing. */
export function growth(series, points) {
  const isLate = lateIn(points);
  return points.flatMap(([x, y], index) => {
    if (index === 0 || isLate(index)) return [];
    return [{ series, x, y: Math.round((y - points[index - 1][1]) * 1e6) / 1e6 }];
  });
}

/** The last readings of a meter, for a chart a unit. */
export function chartsOfHistory() {
  if (msg.asked !== 'history') return null;
  return ['V', 'A', 'W', 'kWh'].map((wanted) => {
    const series = msg.payload.series.filter(({ unit }) => unit === wanted);
    const payload = series.flatMap(({ register, points }) => line(words(register), points));
    return { _client: msg._client, payload };
  });
}

/** The rows of a load profile: counters by what they have grown, and the rest as it is. */
export function chartsOfProfile() {
  if (msg.asked !== 'read_profile' || !msg.payload.success) return null;
  const columns = new Map();
  for (const { meterTime, values } of msg.payload.result.rows) {
    // As the meter's clock shows it, whatever zone it is in: the charts show times as they are.
    const x = Date.parse(`${String(meterTime).slice(0, 19)}Z`);
    for (const [register, { value, unit }] of Object.entries(values)) {
      const column = columns.get(register) ?? { unit, points: [] };
      columns.set(register, column);
      column.points.push([x, value === null ? null : Number(value)]);
    }
  }
  const isCounter = ({ unit, points }) =>
    /^k(Wh|varh|VAh)$/.test(unit) &&
    points.every(([, y], index) => index === 0 || y >= points[index - 1][1]);
  const charts = [[], []];
  for (const [register, column] of columns) {
    const name = `${words(register)} (${column.unit})`;
    if (isCounter(column)) charts[0].push(...growth(name, column.points));
    else charts[1].push(...line(name, column.points));
  }
  return charts.map((payload) => ({ _client: msg._client, payload }));
}
