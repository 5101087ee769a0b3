// The map: borders from this host, incidents summed by the server for the zoom level. How exactly a place is known is
// drawn: a filled dot for a town or spot, a ring where only a district or province is known, a wide dashed disc where
// only the country is.
//
// This file is asked for once the page is seen (overview.mjs): its library is a megabyte to be compiled, and nothing but the map needs it.
import { Map as World, NavigationControl, Popup, AttributionControl } from "./vendor/maplibre-gl.mjs";

await new Promise((done) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("./vendor/maplibre-gl.css", import.meta.url).href;
  link.onload = link.onerror = done; // a map without its style is still a map
  document.head.append(link);
});

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function style(element) {
  return {
    version: 8,
    sources: {
      countries: { type: "geojson", data: element.dataset.countries, tolerance: 0.6, maxzoom: 8 },
      borders: { type: "geojson", data: element.dataset.borders, tolerance: 0.6, maxzoom: 8 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": css("--sea") } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": css("--land"), "fill-antialias": false } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": css("--border"), "line-width": ["interpolate", ["linear"], ["zoom"], 0, 0.5, 6, 1.2] } },
    ],
  };
}

const coarse = ["in", ["get", "precision"], ["literal", ["admin1", "admin2", "region"]]];
const country = ["==", ["get", "precision"], "country"];
const radius = ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 5, 4, 11, 20, 24, 100, 40];
const wide = ["+", 6, radius];

function layers(ink, paper) {
  const spot = { "circle-radius": radius, "circle-color": ink, "circle-opacity": 0.82, "circle-stroke-color": paper, "circle-stroke-width": 1.5 };
  return [
    { id: "country", type: "circle", source: "cells", filter: country, paint: { "circle-radius": wide, "circle-color": ink, "circle-opacity": 0.1, "circle-stroke-color": ink, "circle-stroke-width": 1, "circle-stroke-opacity": 0.55 } },
    { id: "coarse", type: "circle", source: "cells", filter: coarse, paint: { "circle-radius": radius, "circle-color": paper, "circle-opacity": 0.6, "circle-stroke-color": ink, "circle-stroke-width": 2.5 } },
    { id: "exact", type: "circle", source: "cells", filter: ["!", ["any", coarse, country]], paint: spot },
    { id: "count", type: "symbol", source: "cells", filter: [">", ["get", "n"], 1], layout: { "text-field": ["to-string", ["get", "n"]], "text-font": ["sans-serif"], "text-size": 12, "symbol-sort-key": ["case", country, 2, coarse, 1, 0] }, paint: { "text-color": ["case", ["any", coarse, country], css("--ink"), "#ffffff"] } },
  ];
}

/** world makes a map of an element. It is null where the browser cannot draw one. */
export function world(element, options = {}) {
  let map;
  try {
    map = new World({ container: element, style: style(element), attributionControl: false, fadeDuration: 0, dragRotate: false, pitchWithRotate: false, renderWorldCopies: false, minZoom: 0, maxZoom: 11, zoom: 1, center: [15, 15], ...options });
  } catch {
    element.dataset.state = "none";
    element.textContent = "This browser cannot draw the map. The list shows the same.";
    return null;
  }
  map.waiting = true; // for data
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new AttributionControl({ compact: false, customAttribution: "Natural Earth" }), "bottom-left");
  map.once("load", () => {
    map.addSource("cells", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    for (const l of layers(css("--lamp"), css("--sheet"))) map.addLayer(l);
    map.waiting = false;
    options.ready?.();
  });
  map.on("idle", () => {
    if (!map.waiting) element.dataset.state = "ready";
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    map.setPaintProperty("sea", "background-color", css("--sea"));
    map.setPaintProperty("land", "fill-color", css("--land"));
    map.setPaintProperty("borders", "line-color", css("--border"));
  });
  return map;
}

/** popup shows what is at a spot. Everything is set as text, so that nothing in it can be markup. */
export function popup(map, feature, filter) {
  const p = feature.properties;
  const box = document.createElement("div");
  const line = (text, tag = "p") => {
    const e = document.createElement(tag);
    e.textContent = text;
    box.append(e);
    return e;
  };
  if (p.incident) {
    const a = document.createElement("a");
    a.href = "/incident/" + encodeURIComponent(p.incident);
    a.textContent = p.sentence;
    line("").append(a);
    line([p.status_name, p.place, p.vague].filter(Boolean).join(" · ")).className = "muted small";
  } else {
    line(`${p.n} incidents`).className = "popup-count";
    if (p.place) line("around " + p.place).className = "muted small";
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = "Show these in the list";
    b.addEventListener("click", () => filter(typeof p.box === "string" ? JSON.parse(p.box) : p.box));
    box.append(b);
  }
  new Popup({ maxWidth: "18rem" }).setLngLat(feature.geometry.coordinates).setDOMContent(box).addTo(map);
}
