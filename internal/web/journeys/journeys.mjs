// The journeys of a reader through the page. Run them with run.sh.
import { launch, visit, inspect, shot, settle, check, failures } from "./lib.mjs";
import { readFileSync } from "node:fs";

const store = process.env.STORE, sample = process.env.SAMPLE, shut = process.env.SHUT;
const reference = readFileSync(new URL("../../../examples/patrol.txt", import.meta.url), "utf8");
const browser = await launch();
const only = process.argv.slice(2);

async function journey(name, run) {
  if (only.length && !only.some((o) => name.includes(o))) return;
  const before = failures.length, start = Date.now();
  try {
    await run(name);
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
    console.error(`FAIL ${name}: ${error.stack}`);
  }
  console.log(`${failures.length === before ? "ok  " : "FAIL"} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}
const text = (page, selector) => page.locator(selector).first().innerText();
const inView = (page, selector) => page.evaluate((s) => [...document.querySelectorAll(s)].some((e) => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.width > 0; }), selector);

await journey("read the reference article by paste", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/read");
  await inspect(page, name + " (form)");
  await shot(page, "read");
  await page.fill("#text", reference);
  await page.fill("#published", "2024-03-14");
  await page.click("button.primary");
  check(name, (await text(page, "h1")).includes("two battalions"), "the title is not shown");
  check(name, (await page.locator(".card.event").count()) >= 5, "fewer than five events");
  check(name, (await page.locator("p.aside").count()) >= 1, "nothing is set aside");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  check(name, (await page.locator(".card.event.lit").count()) === 1, "j does not light up one card");
  check(name, await inView(page, "mark.event.own"), "the words of the card are not lit, or not in view");
  check(name, /#e[0-9a-f]+$/.test(page.url()), "the address does not name the event");
  await page.keyboard.press("n");
  check(name, (await page.locator(".card.claim.lit").count()) === 1, "n does not lead to a statement");
  await page.locator("mark.event a").nth(1).click();
  check(name, (await page.locator(".card.event.lit").count()) >= 1, "a click on the words does not light up the card");
  await page.locator(".card.event details.why summary").first().click();
  check(name, await page.locator(".card.event details.why table").first().isVisible(), "no reasons are given");
  await inspect(page, name);
  await page.context().close();
});

await journey("find its incident in the list, on the timeline and on the map", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/");
  await settle(page);
  const all = await text(page, ".total");
  await shot(page, "overview");
  await page.keyboard.press("/");
  await page.keyboard.type("Logone");
  await page.keyboard.press("Enter");
  await page.waitForURL(/text=Logone/);
  await settle(page);
  check(name, (await text(page, ".total")) !== all, "the filter changes nothing");
  check(name, (await page.locator(".row-item").count()) > 0, "the list is empty");
  check(name, (await page.locator(".chips").innerText()).includes("Logone"), "the filter is not said in words");
  check(name, (await page.locator("#map").getAttribute("data-state")) === "ready", "the map is not drawn");
  const cells = await page.evaluate(() => fetch("/map.json?zoom=3&text=Logone").then((r) => r.json()));
  check(name, cells.features.some((f) => f.properties.n >= 1), "the map has no cell for it");
  await page.locator(".timeline .bar").last().click();
  await page.waitForURL(/since=\d/);
  await settle(page);
  check(name, (await page.locator(".chips li").count()) >= 3, "the timeline does not filter");
  await page.goBack();
  await settle(page);
  check(name, !page.url().includes("since="), "back does not undo the filter");
  await page.selectOption("#country", "CMR");
  await page.waitForURL(/country=CMR/);
  await settle(page);
  check(name, (await page.locator(".row-item").count()) > 0, "no incident in Cameroon");
  await page.context().close();
});

await journey("be told what is new", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/");
  await settle(page);
  const text = "Rebels attacked an army post near Wau on Monday and killed five soldiers, the governor said. Police in Wau arrested three men on Tuesday.";
  const status = await page.evaluate((body) => fetch("/v1/articles", { method: "POST", headers: { "Content-Type": "application/json" }, body }).then((r) => r.status), JSON.stringify({ title: "Post near Wau attacked", text, publisher: "Wau Weekly", published: "2024-04-09", url: "https://wau.example/" + Date.now() }));
  check(name, status < 300, `adding an article answers ${status}`);
  await page.locator("#fresh a").waitFor();
  check(name, /new incident/.test(await page.locator("#fresh").innerText()), "it does not say what is new");
  await page.locator("#fresh a").click();
  await settle(page);
  check(name, (await page.locator(".rows").innerText()).includes("Rebels"), "the new incident is not on the list");
  await page.context().close();
});

await journey("drag over the timeline", async (name) => {
  const page = await visit(browser, sample, name);
  await page.goto(sample + "/");
  await settle(page);
  const bars = page.locator(".timeline .bar .hit");
  const a = await bars.nth(2).boundingBox(), b = await bars.nth(5).boundingBox();
  await page.mouse.move(a.x + a.width / 2, a.y + 20);
  await page.mouse.down();
  await page.mouse.move(b.x + b.width / 2, b.y + 20, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/since=.*until=|until=.*since=/);
  await settle(page);
  check(name, (await page.locator(".bar:not(.out)").count()) === 4, "the range is not the four bars dragged over");
  await page.context().close();
});

await journey("click on the map", async (name) => {
  const page = await visit(browser, sample, name);
  await page.goto(sample + "/?country=FRA");
  await settle(page);
  const box = await page.locator("#map canvas").boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator(".maplibregl-popup").waitFor();
  check(name, (await text(page, ".maplibregl-popup")).includes("5 incidents"), "the popup does not say what is there");
  await page.locator(".maplibregl-popup button", { hasText: "Show these" }).click();
  await page.waitForURL(/box=/);
  await settle(page);
  check(name, (await text(page, ".total")).startsWith("5"), "the list does not show what is on the map");
  await page.context().close();
});

await journey("follow the chain to the highlighted words", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/?text=Logone&act=ASSAULT");
  await page.locator(".row-sentence a", { hasText: "attacked" }).first().click();
  await settle(page);
  check(name, (await page.locator(".origin .chain .hop").count()) >= 4, "the chains are not drawn");
  check(name, (await page.locator(".copies summary").first().innerText()).includes("1 origin"), "the copies are not folded");
  check(name, (await page.locator(".chart .latest").count()) >= 1, "the numbers are not side by side");
  await inspect(page, name);
  await page.locator(".report-head a").first().click();
  await settle(page);
  check(name, /\/article\/.+#e/.test(page.url()), "the report does not lead to its words");
  check(name, await inView(page, "mark.event.own"), "the words are not lit or not in view");
  check(name, await inView(page, ".card.event.lit"), "the card is not in view");
  await shot(page, "article");
  await inspect(page, name + " (article)");
  await page.context().close();
});

/** form is the form of a field of a task. */
const form = (page, field, task = ".task") => page.locator(`${task} .field-form`).filter({ has: page.locator(`input[name=field][value=${field}]`) }).first();
const unfold = (page) => page.evaluate(() => document.querySelectorAll(".correct").forEach((d) => (d.open = true)));
/** toReview goes from the overview to the review of the first report of the first incident. */
async function toReview(page, origin, query) {
  await page.goto(origin + "/?" + query);
  await page.locator(".row-sentence a").first().click();
  await page.locator(".report-head a").first().click();
  await page.locator(".card.event .to-incident a", { hasText: "Accept or correct" }).first().click();
  await settle(page);
}

await journey("correct a field, and somebody else was faster", async (name) => {
  const page = await visit(browser, store, name, { expect: [409, 422] });
  await toReview(page, store, "text=Logone&act=ASSAULT");
  const task = "#" + new URL(page.url()).hash.slice(1);
  await page.keyboard.press("c");
  check(name, await page.locator(task + " .correct[open]").isVisible(), "c does not open the fields");
  await shot(page, "review-article");
  await inspect(page, name + " (fields)");
  const late = await page.context().newPage();
  await late.goto(page.url());
  const fill = async (p, value, country) => {
    await unfold(p);
    await form(p, "place", task).locator("input[name=words]").fill(value);
    await form(p, "place", task).locator("input[name=country]").fill(country);
    await form(p, "place", task).locator("button").click();
    await settle(p);
  };
  await fill(page, "Atlantis", "Cameroon");
  check(name, (await text(page, task + " .wrong")).includes("does not have the words"), "words that are not in the article are not refused");
  await fill(page, "frontier post", "Cameroonia");
  check(name, (await text(page, task + " .wrong")).includes("no country"), "a country that there is not is not refused");
  check(name, (await form(page, "place", task).locator("input[name=words]").inputValue()) === "frontier post", "what was typed is gone");
  await inspect(page, name + " (refused)");
  await fill(page, "frontier post", "Cameroon");
  check(name, (await text(page, "main")).includes("Kept"), "the correction is not acknowledged");
  check(name, (await page.locator(task + " .verdict").allInnerTexts()).join(" ").includes("frontier post"), "the correction is not shown");
  await fill(late, "river", "Chad");
  check(name, (await text(late, "main")).includes("was faster"), "the conflict is not told");
  check(name, (await form(late, "place", task).locator("input[name=words]").inputValue()) === "river", "what the second one typed is gone");
  await inspect(late, name + " (conflict)");
  await page.goto(store + "/article/" + new URL(page.url()).pathname.split("/").pop() + task);
  await settle(page);
  await page.locator(`${task} .to-incident a`, { hasText: "All reports" }).click();
  await settle(page);
  check(name, (await text(page, ".known")).includes("frontier post") && (await text(page, ".known")).includes("corrected by you"), "the incident does not say who corrected it");
  check(name, (await text(page, ".corrections")).includes("frontier post"), "the incident does not list the correction");
  await page.locator(".corrections").scrollIntoViewIfNeeded();
  await shot(page, "incident-corrected");
  await inspect(page, name + " (incident)");
  await page.context().close();
});

await journey("correct who says so, and whose forces", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/forces");
  await page.locator("td a", { hasText: "240" }).first().click();
  await settle(page);
  await page.locator(".card.force .to-incident a").first().click();
  await settle(page);
  const force = "#" + new URL(page.url()).hash.slice(1);
  await unfold(page);
  await form(page, "owner", force).locator("select[name=sector]").first().selectOption("SPY");
  await form(page, "owner", force).locator("button").click();
  await settle(page);
  check(name, (await text(page, force)).includes("hose forces corrected"), "the correction of the owner is not shown");
  const claim = await page.locator("section[aria-labelledby=h-claims] .task").first().getAttribute("id");
  await unfold(page);
  await form(page, "chain", "#" + claim).locator("select[name=stance]").first().selectOption("doubts");
  await form(page, "chain", "#" + claim).locator("button").click();
  await settle(page);
  check(name, (await text(page, "#" + claim)).includes("he sources corrected"), "the correction of the chain is not shown");
  check(name, (await page.locator(`#${claim} .chain .stance-doubts`).count()) > 0, "the new stance is not shown");
  await page.locator("#" + claim).scrollIntoViewIfNeeded();
  await inspect(page, name);
  await page.context().close();
});

await journey("add a missed event by keyboard", async (name) => {
  const page = await visit(browser, store, name, { expect: [422] });
  await toReview(page, store, "text=teachers");
  const before = await page.locator(".tasks").first().locator(".task").count();
  await page.keyboard.press("m");
  check(name, await page.evaluate(() => document.activeElement.id === "missed-text"), "m does not lead to the text of the article");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Shift+ArrowRight");
  const words = await page.locator("#missed-words").inputValue(), whole = await page.locator("#missed-text").inputValue();
  check(name, words.length > 2 && whole.startsWith(words), `the words marked are “${words}”`);
  await page.keyboard.press("Tab"); // words
  await page.keyboard.press("Tab"); // which time
  await page.keyboard.press("Tab"); // what
  await page.keyboard.type("Threat");
  await page.locator(".missed-form [name=verdict]").focus();
  await shot(page, "review-missed");
  await inspect(page, name + " (form)");
  await page.keyboard.press("Enter");
  await page.waitForURL(/done#e/);
  await settle(page);
  check(name, (await page.locator(".tasks").first().locator(".task").count()) === before + 1, "the event is not there");
  const id = new URL(page.url()).hash;
  check(name, (await text(page, id)).includes("he event added"), "it is not said who added it");
  await page.locator(`${id} .reject`).click();
  await settle(page);
  check(name, (await page.locator(id).count()) === 0, "a rejected event is there still");
  await page.context().close();
});

await journey("review without JavaScript", async (name) => {
  const page = await visit(browser, store, name, { js: false, expect: [422] });
  await page.goto(store + "/?text=Muscat");
  await page.locator(".row-sentence a").first().click();
  await page.locator(".report-head a").first().click();
  await page.locator("a", { hasText: "Add an event that was missed" }).click();
  await page.locator(".missing summary").click();
  await page.fill("#missed-words", "stalled");
  await page.selectOption("#missed-act", "REJECT");
  await page.selectOption("#missed-status", "ongoing");
  await page.locator("[name=actors-name]").first().fill("Nowhereland");
  await page.click(".missed-form [name=verdict]");
  check(name, (await text(page, ".missed [role=alert]")).includes("does not have the words"), "words that are not there are not refused");
  check(name, (await page.inputValue("#missed-words")) === "stalled" && (await page.locator("#missed-act").inputValue()) === "REJECT", "what was typed is gone");
  await page.locator("[name=actors-name]").first().fill("Iran");
  await page.locator("[name=actors-code]").first().fill("Iran");
  await page.click(".missed-form [name=verdict]");
  const id = new URL(page.url()).hash;
  check(name, /^#e/.test(id) && (await text(page, id)).includes("Iran"), "the event is not added");
  const other = await page.locator(".tasks").first().locator(".task").evaluateAll((all, id) => all.map((t) => t.id).find((x) => "#" + x !== id), id);
  await page.locator(`#${other} .reject`).click();
  check(name, (await page.locator("#" + other).count()) === 0 && (await text(page, ".rejected")).includes("Put back"), "it is not rejected");
  await page.locator(".rejected button").first().click();
  check(name, (await page.locator("#" + other).count()) === 1, "it is not put back");
  await page.locator(".complete button").click();
  check(name, (await text(page, ".complete")).includes("Nothing is missing, says you"), "it is not said that the article is complete");
  await page.context().close();
});

await journey("take the decisions along", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/review");
  const held = {};
  for (const [what, label] of Object.entries({ annotations: "words quoted", standoff: "without text", decisions: "themselves" })) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".export a", { hasText: label }).click()]);
    held[what] = readFileSync(await download.path(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  }
  const place = (a) => a.events.some((e) => e.place?.name === "frontier post");
  check(name, held.annotations.some(place) && held.standoff.some(place), "the corrected place is not exported");
  check(name, held.annotations.some((a) => a.claims.some((c) => c.chain.some((h) => h.stance === "doubts"))), "the corrected stance is not exported");
  check(name, held.annotations.some((a) => a.events.some((e) => e.anchor.q === "stalled" && e.type === "REJECT") && a.review.complete), "the missed event is not exported");
  check(name, held.standoff.every((a) => !JSON.stringify([a.events, a.claims]).includes('"q"')), "the form without text holds text");
  check(name, held.decisions.length >= 6 && held.decisions.every((d) => d.person === "you"), "the decisions are not all there");
  await page.context().close();
});

await journey("a session ends while somebody types", async (name) => {
  const page = await visit(browser, shut, name, { expect: [401] });
  const login = async () => {
    await page.fill("#name", "ann");
    await page.fill("#password", process.env.PASSWORD);
    await page.locator("main form button.primary").click();
    await settle(page);
  };
  await page.goto(shut + "/");
  await login();
  await toReview(page, shut, "text=Logone&act=ASSAULT");
  const task = "#" + new URL(page.url()).hash.slice(1);
  await unfold(page);
  await form(page, "date", task).locator("input[name=from]").fill("2024-03-12");
  await page.context().clearCookies();
  await form(page, "date", task).locator("button").click();
  await settle(page);
  check(name, (await text(page, "main")).includes("not lost"), "it is not said that nothing is lost");
  await inspect(page, name + " (log-in)");
  await login();
  check(name, (await text(page, "main")).includes("You are logged in again"), "the form does not come back");
  check(name, (await form(page, "date", task).locator("input[name=from]").inputValue()) === "2024-03-12", "what was typed is gone");
  check(name, await inView(page, ".correct[open] input[name=from]"), "the form is not in view");
  await inspect(page, name);
  await form(page, "date", task).locator("button").click();
  await settle(page);
  check(name, (await page.locator(task + " .verdict").allInnerTexts()).join(" ").includes("12 March 2024"), "it is not kept when it is sent again");
  await page.goto(shut + "/read");
  await page.fill("#text", reference);
  await page.context().clearCookies();
  await page.click("button.primary");
  await login();
  check(name, (await page.inputValue("#text")).includes("two battalions"), "the article that was pasted is gone");
  await page.context().close();
});

await journey("take the events along", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/?text=Logone");
  for (const format of ["CSV", "GeoJSON", "JSON lines"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".export a", { hasText: format }).click()]);
    const file = readFileSync(await download.path(), "utf8");
    check(name, file.includes("Logone"), `the ${format} does not hold what the list shows`);
  }
  await page.context().close();
});

await journey("review by keyboard", async (name) => {
  const page = await visit(browser, store, name);
  await page.goto(store + "/review");
  await settle(page);
  await shot(page, "review");
  const first = await page.locator(".task.current").getAttribute("id");
  await page.keyboard.press("j");
  check(name, (await page.locator(".task.current").getAttribute("id")) !== first, "j does not go on");
  await page.keyboard.press("k");
  await page.keyboard.press("a");
  await page.waitForURL(/done/);
  check(name, (await page.locator(`#${first}`).count()) === 0, "what is accepted is still in the queue");
  await page.context().close();
});

await journey("save a search and come back to it", async (name) => {
  const page = await visit(browser, sample, name);
  await page.goto(sample + "/?country=MLI&status=occurred");
  await page.locator(".save button").click();
  check(name, (await text(page, "#results")).includes("is saved"), "saving is not acknowledged");
  await page.goto(sample + "/searches");
  await inspect(page, name);
  await shot(page, "searches");
  await page.locator(".row-sentence a").first().click();
  check(name, page.url().includes("country=MLI"), "the search does not lead back");
  await page.goto(sample + "/searches");
  await page.locator("button", { hasText: "delete" }).click();
  check(name, (await text(page, "main")).includes("No saved searches"), "it is not deleted");
  await page.context().close();
});

await journey("watch a source", async (name) => {
  const page = await visit(browser, store, name, { expect: [422] });
  await page.goto(store + "/sources");
  await page.evaluate(() => document.querySelector("#address").removeAttribute("type"));
  await page.fill("#address", "not an address");
  await page.click("button.primary");
  check(name, (await text(page, "[role=alert]")).includes("not the address"), "a wrong address is not told");
  await page.fill("#address", "https://courier.example/feed.xml");
  await page.click("button.primary");
  check(name, (await text(page, "main")).includes("courier.example"), "the source is not on the list");
  await page.locator("button", { hasText: "stop watching" }).first().click();
  check(name, (await text(page, "main")).includes("off the watch list"), "it is not removed");
  await page.context().close();
});

await journey("without JavaScript", async (name) => {
  const page = await visit(browser, store, name, { js: false });
  await page.goto(store + "/");
  await page.fill("#text", "Logone");
  await page.click("button.apply");
  check(name, page.url().includes("text=Logone") && (await page.locator(".row-item").count()) > 0, "the filter does not work");
  await page.locator(".timeline summary").click();
  await page.locator(".timeline table a").first().click();
  check(name, page.url().includes("since="), "the timeline does not filter");
  await page.locator(".row-sentence a").first().click();
  await page.locator(".report-head a").first().click();
  check(name, (await page.locator(".card:target").count()) === 1, "the card is not marked as the target");
  await page.locator(".card:target .sentence a").click();
  check(name, (await page.locator(".spot:target").count()) === 1, "the words are not marked as the target");
  await page.goto(store + "/forces");
  check(name, (await page.locator(".force-chart svg:visible").count()) >= 1, "the chart is not drawn");
  await page.context().close();
});

await journey("hostile text stays text", async (name) => {
  const page = await visit(browser, store, name);
  page.on("dialog", (d) => { check(name, false, "a script ran: " + d.message()); d.dismiss(); });
  const bad = `<script>alert(1)</script> <img src=x onerror=alert(2)> France will withdraw troops from "><svg onload=alert(3)>, Radio "><b>x</b> said.`;
  await page.goto(store + "/read");
  await page.fill("#text", "Plain words first. " + bad);
  await page.click("button.primary");
  check(name, (await page.locator(".text img, .text script, .cards img").count()) === 0, "markup got in");
  await page.goto(store + "/?text=" + encodeURIComponent(bad) + "&actor=" + encodeURIComponent(bad));
  await settle(page);
  check(name, (await page.locator("main img").count()) === 0, "markup got in through the filter");
  await page.context().close();
});

// The pictures of docs/img, besides those that the journeys take.
const pictures = ["overview-dark", "overview-narrow", "incident", "incident-dark", "incident-narrow", "sides", "forces", "actors", "sources"];

// Every view, light and dark, wide and narrow: axe, no sideways scrolling, and a picture.
const views = { overview: [sample, "/?since=2023-12-01&until=2024-03-31"], incident: [sample, "/incident/raid"], sides: [store, "/sides?side=Lake+Chad+Dispatch&side=The+Maroua+Gazette&side=The+Capital+Times"], forces: [store, "/forces"], actors: [store, "/actors"], sources: [sample, "/sources"], judged: [sample, "/review/lcd1"], stored: [sample, "/article/lcd1#e1"], help: [store, "/help"], missing: [store, "/nowhere"], empty: [store, "/?text=nosuchword"] };
for (const [view, [origin, path]] of Object.entries(views)) {
  for (const [mode, options] of Object.entries({ "": {}, "-dark": { dark: true }, "-narrow": { width: 390, height: 844 } })) {
    if (mode && ["missing", "empty", "help", "stored"].includes(view)) continue;
    await journey(`view ${view}${mode}`, async (name) => {
      const page = await visit(browser, origin, name, { ...options, expect: [404] });
      await page.goto(origin + path);
      await settle(page);
      if (view === "judged") await unfold(page);
      await inspect(page, name);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(name, over <= 0, `scrolls ${over} pixels sideways`);
      if (pictures.includes(view + mode)) await shot(page, view + mode);
      await page.context().close();
    });
  }
}

await browser.close();
console.log(failures.length ? `\n${failures.length} failures:\n${failures.join("\n")}` : "\nall journeys went well");
process.exit(failures.length ? 1 : 0);
