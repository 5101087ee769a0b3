// How soon the overview is seen: first paint, first contentful paint and the end of loading in Chromium, each time in a
// browser context of its own (nothing cached), and when the map is drawn.
// The first load is told by itself: it also starts the browser's drawing. With FRESH=1 every load is by a browser of its own.
//   STORE=http://127.0.0.1:8080 node paint.mjs [loads [path]]
import { launch, visit, settle, failures } from "./lib.mjs";

const loads = Number(process.argv[2] ?? 20), path = process.argv[3] ?? "/";
let browser = await launch();
const rows = [];
for (let i = 0; i < loads; i++) {
  const page = await visit(browser, process.env.STORE, `load ${i}`);
  const began = Date.now();
  await page.goto(process.env.STORE + path, { waitUntil: "load" });
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const row = await page.evaluate(() => {
    const at = (name) => performance.getEntriesByName(name)[0].startTime;
    const n = performance.getEntriesByType("navigation")[0];
    return { answer: n.responseEnd, "first paint": at("first-paint"), "first contentful paint": at("first-contentful-paint"), load: n.loadEventEnd };
  });
  await settle(page);
  row["map drawn"] = Date.now() - began;
  rows.push(row);
  await page.context().close();
  if (process.env.FRESH) {
    await browser.close();
    browser = await launch();
  }
}
await browser.close();
for (const name of Object.keys(rows[0])) {
  const first = rows[0][name].toFixed(0);
  const all = rows.map((r) => r[name]).sort((a, b) => a - b);
  const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))].toFixed(0);
  console.log(`${name.padEnd(24)} median ${at(0.5).padStart(6)} ms  p95 ${at(0.95).padStart(6)} ms  worst ${at(1).padStart(6)} ms  first ${first.padStart(6)} ms`);
}
process.exit(failures.length ? 1 : 0);
