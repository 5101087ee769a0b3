// Replaces the drawn chart of a force by one that can be zoomed and read off. Without this the drawing stays.
import uPlot from "./vendor/uPlot.esm.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
const days = 24 * 60 * 60;
// labels of the axis of time, in the words of the rest of the page; the first, and every one in another year than that before it, says the year.
function labels(_, splits, _axis, _space, step) {
  let year = 0;
  return splits.map((s) => {
    const at = new Date(s * 1000), fresh = at.getUTCFullYear() !== year;
    year = at.getUTCFullYear();
    if (step >= 365 * days) return String(year);
    if (step >= 28 * days) return month.format(at);
    return short.format(at) + (fresh ? "\n" + year : "");
  });
}

function draw(figure) {
  const data = JSON.parse(figure.dataset.chart);
  const drawn = figure.querySelector("svg");
  const stepped = uPlot.paths.stepped({ align: 1 });
  const soft = css("--soft"), rule = css("--rule"), lamp = css("--lamp");
  const axis = { stroke: soft, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 }, font: "12px " + css("--sans") };
  const chart = new uPlot(
    {
      width: figure.clientWidth,
      height: 190,
      tzDate: (s) => uPlot.tzDate(new Date(s * 1000), "Etc/UTC"),
      scales: { y: { range: (_, low, high) => [0, high * 1.08 || 1] } },
      axes: [{ ...axis, values: labels }, { ...axis, size: 56 }],
      bands: [{ series: [3, 2], fill: lamp + "22" }],
      series: [
        { label: "Day", value: (_, v) => (v == null ? "–" : day.format(v * 1000)) },
        { label: "Number given", stroke: lamp, width: 2, paths: stepped, points: { show: true, size: 7, fill: lamp } },
        { label: "at least", stroke: "transparent", paths: stepped, points: { show: false } },
        { label: "at most", stroke: "transparent", paths: stepped, points: { show: false } },
      ],
    },
    data,
    figure,
  );
  drawn.setAttribute("hidden", "");
  new ResizeObserver(() => chart.setSize({ width: figure.clientWidth, height: 190 })).observe(figure);
}
// A long ledger has hundreds of charts: each is drawn when it comes near.
const near = new IntersectionObserver((entries) => {
  for (const e of entries) {
    if (!e.isIntersecting) continue;
    near.unobserve(e.target);
    draw(e.target);
  }
}, { rootMargin: "400px" });
for (const figure of document.querySelectorAll("[data-chart]")) {
  if (figure.dataset.chart) near.observe(figure);
}
