// What every journey needs: a browser in which a violation of the content security policy, an error on the console,
// a failed request or a request to another host is a failure, and axe-core to look at each page.
import { chromium } from "playwright-core";
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const failures = [];

export function fail(where, what) {
  failures.push(`${where}: ${what}`);
  console.error(`FAIL ${where}: ${what}`);
}
export function check(where, ok, what) {
  if (!ok) fail(where, what);
}

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--font-render-hinting=none"],
  });
}

/** visit opens a page in a context of its own. Statuses that a journey provokes on purpose are named in expect. */
export async function visit(browser, origin, name, { width = 1440, height = 900, dark = false, js = true, expect = [] } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: js, reducedMotion: "reduce", bypassCSP: false });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  page.on("console", (m) => {
    const provoked = expect.some((s) => m.text().includes(`status of ${s}`));
    if (m.type() === "error" && !provoked) fail(name, `console: ${m.text()}`);
    if (/Content Security Policy/i.test(m.text())) fail(name, `content security policy: ${m.text()}`);
  });
  page.on("pageerror", (e) => fail(name, `script: ${e.message}`));
  page.on("request", (r) => {
    const u = new URL(r.url());
    if (!["data:", "blob:"].includes(u.protocol) && u.origin !== origin) fail(name, `request to another host: ${r.url()}`);
  });
  page.on("response", (r) => {
    if (r.status() >= 400 && !expect.includes(r.status())) fail(name, `${r.status()} ${r.url()}`);
  });
  return page;
}

/** inspect runs axe-core. It is evaluated through the debugger, which the content security policy does not bind. */
export async function inspect(page, name) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const run = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) => JSON.stringify(r.violations.map((v) => v.id + " (" + v.impact + "): " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).join(" | "))))`;
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true });
  if (exceptionDetails) return fail(name, `axe: ${exceptionDetails.exception?.description}`);
  for (const v of JSON.parse(result.value)) fail(name, `axe: ${v}`);
  await session.detach();
}

export async function shot(page, file, full = false) {
  const dir = process.env.SHOTS ?? "shots";
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: `${dir}/${file}.png`, fullPage: full });
}

/** settle waits until what a change asked for has arrived and the map, where there is one, is drawn. */
export async function settle(page) {
  await page.waitForLoadState("load"); // not until the network is idle: the stream of changes never is
  await page.waitForTimeout(300);
  for (let i = 0; i < 900; i++) { // a busy machine without a graphics card takes its time over a map
    if (await page.evaluate(() => !document.querySelector("#map[data-state=loading]") && !document.querySelector(".htmx-request"))) return;
    await page.waitForTimeout(100);
  }
}
