// The overview: the map follows the filter, the timeline can be dragged over, the form sends itself.
const element = document.getElementById("map");
const form = document.getElementById("filters");

function filterBox(box) {
  const input = document.getElementById("box");
  input.value = box.map((x) => Number(x).toFixed(2)).join(",");
  input.disabled = false;
  send();
}
function send() {
  const cursor = form.querySelector("[name=cursor]");
  if (cursor) cursor.remove();
  form.requestSubmit();
}

if (element) seen().then(() => import("./map.mjs")).then(element.dataset.cells ? overview : incident, none);

/** seen waits until the page has been painted: compiling the map's library before that would keep it from the screen. */
function seen() {
  return new Promise((done) => {
    if (PerformanceObserver.supportedEntryTypes?.includes("paint")) new PerformanceObserver(() => done()).observe({ type: "paint", buffered: true });
    else requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 10_000); // whatever a browser says about painting
  });
}
function none() {
  element.dataset.state = "none";
  element.textContent = "The map could not be loaded. The list shows the same.";
}

function overview({ world, popup }) {
  const area = document.getElementById("area");
  const map = world(element, { ready: load });
  if (!map) return;
  let moved = false; // by the reader
  let fitted = false; // to what the filter lets through
  let zoom = -1; // of the cells shown
  async function load() {
    map.waiting = true;
    element.dataset.state = "loading";
    const q = new URLSearchParams(location.search);
    q.delete("cursor");
    zoom = level();
    q.set("zoom", String(zoom));
    if (moved && map.getZoom() > 3) q.set("view", corners().join(",")); // what lies outside is not worth sending
    try {
      const answer = await fetch(element.dataset.cells + "?" + q);
      if (!answer.ok) throw new Error(answer.statusText);
      const data = await answer.json();
      map.getSource("cells").setData(data);
      map.waiting = false;
      if (!fitted) {
        fitted = true;
        fit(data, q.get("box"));
      }
    } catch {
      element.dataset.state = "failed";
    }
  }
  const level = () => Math.max(0, Math.round(map.getZoom()));
  function fit(data, box) {
    const b = box ? box.split(",").map(Number) : bounds(data);
    if (b) map.fitBounds([[b[1], b[0]], [b[3], b[2]]], { padding: 40, maxZoom: 6, animate: false });
  }
  map.on("moveend", (event) => {
    if (event.originalEvent) {
      moved = true;
      area.hidden = false;
    }
    if (map.getSource("cells") && (moved || level() !== zoom)) load();
  });
  for (const layer of ["exact", "coarse", "country"]) {
    map.on("click", layer, (event) => popup(map, event.features[0], filterBox));
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  function corners() {
    const b = map.getBounds();
    return [Math.max(-90, b.getSouth()), Math.max(-180, b.getWest()), Math.min(90, b.getNorth()), Math.min(180, b.getEast())];
  }
  area.addEventListener("click", () => {
    area.hidden = true;
    filterBox(corners());
  });
  // After each answer the address has changed: ask for the same on the map.
  document.addEventListener("htmx:after:swap", () => {
    moved = fitted = false;
    area.hidden = true;
    if (map.getSource("cells")) load();
  });
}

function bounds(data) {
  if (!data.features.length) return null;
  const x = data.features.map((f) => f.geometry.coordinates);
  return [Math.min(...x.map((c) => c[1])), Math.min(...x.map((c) => c[0])), Math.max(...x.map((c) => c[1])), Math.max(...x.map((c) => c[0]))];
}

function incident({ world }) {
  const at = [Number(element.dataset.lon), Number(element.dataset.lat)];
  const zoom = { point: 6, city: 5, admin2: 5, admin1: 4, country: 3, region: 2 }[element.dataset.precision] ?? 4;
  const map = world(element, {
    center: at,
    zoom,
    scrollZoom: false,
    ready: () => map.getSource("cells").setData({ type: "Feature", geometry: { type: "Point", coordinates: at }, properties: { n: 1, precision: element.dataset.precision } }),
  });
}

// Dragging over the timeline chooses the days under it; a click on a bar is a link.
let from = null;
document.addEventListener("pointerdown", (event) => {
  from = event.target.closest?.(".bar") ?? null;
});
document.addEventListener("pointermove", (event) => {
  if (!from) return;
  const to = event.target.closest?.(".bar");
  if (to) mark(from, to);
});
document.addEventListener("pointerup", (event) => {
  const to = event.target.closest?.(".bar");
  if (!from || !to || from === to) {
    from = null;
    return;
  }
  const [a, b] = order(from, to);
  document.getElementById("since").value = a.dataset.from;
  document.getElementById("until").value = b.dataset.to;
  from = null;
  // The click that follows would open one bar alone.
  document.addEventListener("click", (e) => e.preventDefault(), { capture: true, once: true });
  send();
});
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(".bar")) event.preventDefault();
});
function order(a, b) {
  return a.dataset.from <= b.dataset.from ? [a, b] : [b, a];
}
function mark(a, b) {
  const [x, y] = order(a, b);
  for (const bar of document.querySelectorAll(".bar")) bar.classList.toggle("out", bar.dataset.from < x.dataset.from || bar.dataset.from > y.dataset.from);
}

// What is new is offered, not pushed in: rows that move under the eyes are no help. The stream is closed while nobody
// looks, as a browser has few connections to a server.
const fresh = document.getElementById("fresh");
if (fresh?.dataset.stream) listen();

function listen() {
  let stream = null, timer = 0, first = true;
  const look = async () => {
    const answer = await fetch("/count.json" + location.search).catch(() => null);
    if (!answer?.ok) return;
    const more = (await answer.json()).total - Number(document.getElementById("results").dataset.total);
    fresh.replaceChildren();
    if (more <= 0) return;
    const a = document.createElement("a");
    a.href = location.pathname + location.search;
    a.textContent = `${more} new ${more === 1 ? "incident" : "incidents"}: show ${more === 1 ? "it" : "them"}`;
    fresh.append(a);
  };
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(fresh.dataset.stream);
    stream.addEventListener("change", () => {
      if (first) {
        first = false; // says where the store is now
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(look, 2000);
    });
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else {
      open();
      look();
    }
  });
  addEventListener("pagehide", close);
  open();
}
