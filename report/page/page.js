"use strict";
/* Draws each figure.chart of the page from the JSON inside it, and again where width, colours or
 * medium change. Without scripts the figures stay hidden: the tables say the same. */
(() => {
  const ROW_PX = { screen: 34, paper: 20 };
  let medium = "screen";
  const plots = [];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const figure = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

  function shorten(text, characters) {
    const letters = Array.from(text);
    return letters.length <= characters ? text : letters.slice(0, characters - 1).join("") + "\u2026";
  }

  function axis(extra) {
    return Object.assign({
      stroke: colour("--soft"), font: "12px system-ui, sans-serif",
      grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false },
    }, extra);
  }

  function shown(chart) {
    const ratio = chart.series.every((series) => series.ratio);
    return (value) => ratio ? figure.format(100 * value) + " %" : compact.format(value);
  }

  /* On one another: each is drawn from 0 to the sum up to it, the largest sum first. */
  function stack(chart) {
    const sums = chart.labels.map(() => 0);
    const layers = chart.series.map((series) =>
      series.values.map((value, i) => (sums[i] += value)));
    return layers.reverse();
  }

  /* Side by side: each series has places of its own around the label, and nothing at the others'. */
  function beside(chart) {
    const n = chart.series.length;
    const places = chart.labels.flatMap((_, i) =>
      chart.series.map((_, s) => i + (s - (n - 1) / 2) * 0.8 / n));
    return [places, ...chart.series.map((series, own) =>
      series.values.flatMap((value) => chart.series.map((_, s) => s === own ? value : null)))];
  }

  function bars(chart, width) {
    const stacked = chart.kind === "stacked";
    const n = chart.series.length;
    const apart = !stacked && n > 1;
    const order = chart.series.map((_, i) => stacked ? n - 1 - i : i);
    const data = stacked ? [chart.labels.map((_, i) => i), ...stack(chart)] : beside(chart);
    const room = Math.min(220, Math.round(width * 0.36));
    const format = shown(chart);
    return [{
      width, height: chart.labels.length * ROW_PX[medium] * (apart ? 0.4 + 0.5 * n : 1) + 40,
      class: chart.kind,
      cursor: { show: false }, legend: { show: n > 1, live: false }, padding: [4, 24, 0, 0],
      scales: {
        x: { time: false, ori: 1, dir: -1, range: [-0.6, chart.labels.length - 0.4] },
        y: { ori: 0, dir: 1, range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.04 : 1] },
      },
      axes: [
        axis({ scale: "x", side: 3, size: room, grid: { show: false }, gap: 8,
               stroke: colour("--ink"), splits: chart.labels.map((_, i) => i),
               values: chart.labels.map((label) => shorten(label, Math.floor(room / 7.5))) }),
        axis({ scale: "y", side: 2, size: 34, space: 70,
               values: (_, splits) => splits.map(format) }),
      ],
      series: [{}].concat(order.map((i) => ({
        label: chart.series[i].label, fill: colour("--series-" + (i + 1)), width: 0,
        stroke: colour("--series-" + (i + 1)), points: { show: false },
        paths: uPlot.paths.bars({ size: [apart ? 0.95 : 0.62, 60] }),
      }))),
    }, data];
  }

  /* ISO 8601, as everywhere else: days of a long time, hours of a short one, seconds of a few minutes. */
  function times(splits) {
    const range = splits.length > 1 ? splits[splits.length - 1] - splits[0] : 0;
    return splits.map((seconds) => {
      const text = new Date(seconds * 1e3).toISOString();
      return range > 2 * 86400 ? text.slice(0, 10) : text.slice(11, range < 600 ? 19 : 16);
    });
  }

  function lines(chart, width) {
    const format = shown(chart);
    return [{
      width, height: Math.max(200, Math.min(320, width * 0.45)),
      cursor: { show: false }, legend: { show: true, live: false }, padding: [8, 40, 0, 0],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC"),
      scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] } },
      axes: [axis({ space: 90, values: (_, splits) => times(splits) }), axis({ size: 64, values: (_, splits) => splits.map(format) })],
      series: [{}].concat(chart.series.map((series, i) => ({
        label: series.label, stroke: colour("--series-" + (i + 1)), width: 2,
        points: { show: chart.labels.length < 40 },
      }))),
    }, [chart.labels, ...chart.series.map((series) => series.values)]];
  }

  function draw(plot, width) {
    if (plot.drawn)
      plot.drawn.destroy();
    const make = plot.chart.kind === "lines" ? lines : bars;
    const [options, data] = make(plot.chart, width);
    plot.drawn = new uPlot(options, data, plot.place);
    plot.width = width;
  }

  function drawAll(width) {
    for (const plot of plots)
      draw(plot, width || plot.place.clientWidth);
  }

  for (const element of document.querySelectorAll("figure.chart")) {
    element.hidden = false;
    plots.push({
      place: element.querySelector(".plot"),
      chart: JSON.parse(element.querySelector("script").textContent),
    });
  }
  drawAll();

  new ResizeObserver(() => {
    for (const plot of plots)
      if (plot.place.clientWidth > 0 && plot.place.clientWidth !== plot.width)
        draw(plot, plot.place.clientWidth);
  }).observe(document.body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
  /* A4 less its margins is 186 mm, 703 px. */
  matchMedia("print").addEventListener("change", (event) => {
    medium = event.matches ? "paper" : "screen";
    drawAll(event.matches ? 700 : 0);
  });
})();
