// The drawing of a part of the graph, with a table of what it shows for those who cannot see it.

import { html, useEffect, useMemo, useRef, useState } from "./vendor/htm-preact.js";
import { Table, useAnswer, Waiting } from "./parts.js";
import { id } from "./service.js";
import { count, named, percent, t } from "./words.js";

// Shape and colour of each kind; firms stand out, texts recede.
export const LOOKS = {
  firm: ["round-rectangle", "#2f5d86"],
  person: ["ellipse", "#8a5a9e"],
  phone: ["diamond", "#b7791f"],
  room: ["rectangle", "#2f7d6b"],
  building: ["barrel", "#6b9c8f"],
  email: ["triangle", "#b7791f"],
  device: ["hexagon", "#a3484a"],
  ip: ["hexagon", "#c07f80"],
  account: ["vee", "#7a6a2f"],
  agent: ["pentagon", "#a3484a"],
  owner: ["octagon", "#4b5a9e"],
  scope: ["tag", "#7b8794"],
  brand: ["star", "#7b8794"],
};
const MANY = 40; // nodes above which only the keys that tie the most carry a label
const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const STYLE = [
  { selector: "node", style: {
    shape: "data(shape)", "background-color": "data(colour)", width: "data(size)", height: "data(size)", label: "data(text)",
    "font-size": 12, color: "#33404d", "text-valign": "bottom", "text-margin-y": 3, "text-background-color": "#fff",
    "text-background-opacity": 0.8, "text-background-padding": 1, "border-width": 1, "border-color": "#fff", "min-zoomed-font-size": 6,
    "font-family": "system-ui, sans-serif",
  } },
  { selector: "node.outside", style: { "background-color": "#fff", "border-width": 2, "border-color": "#9fb2c4" } },
  { selector: "node.centre", style: { "border-width": 4, "border-color": "#e0955a" } },
  { selector: "node.hub", style: { "background-color": "#d5dade", "border-style": "dashed", "border-color": "#8b96a1", "border-width": 1.5, color: "#7b8794" } },
  { selector: "node:selected", style: { "border-width": 4, "border-color": "#1c2430" } },
  { selector: "edge", style: { width: 1, "line-color": "#c6d0d9", "curve-style": "haystack" } },
  { selector: "edge.hub", style: { "line-style": "dashed", "line-color": "#d5dade" } },
  { selector: "edge.lit", style: { width: 2.2, "line-color": "#5b7288" } },
];

function elements(graph, home, centre) {
  const held = {};
  for (const edge of graph.edges) held[edge.target] = (held[edge.target] ?? 0) + 1;
  const crowded = graph.nodes.length > MANY;
  const most = Math.max(1, ...Object.values(held));
  const nodes = graph.nodes.map((n) => {
    const [shape, colour] = LOOKS[n.kind] ?? ["ellipse", "#7b8794"];
    const ties = held[n.id] ?? 0;
    const cut = graph.truncated[n.id];
    const label = short(n.label, n.kind === "firm" ? 8 : 14) + (cut ? ` (${cut})` : "");
    const named_ = n.id === centre || !crowded || (n.kind !== "firm" && ties >= most / 3);
    return {
      data: { id: n.id, shape, colour, size: n.kind === "firm" ? 20 : 14 + Math.min(14, 2 * ties), text: named_ ? label : "", full: n.label },
      classes: [
        n.hub !== "none" ? "hub" : "", n.id === centre ? "centre" : "",
        n.kind === "firm" && n.id !== centre && (!home || n.ring_id !== home) ? "outside" : "",
      ].join(" "),
    };
  });
  const hubs = new Set(graph.nodes.filter((n) => n.hub !== "none").map((n) => n.id));
  const edges = graph.edges.map((e, i) => ({
    data: { id: `e${i}`, source: e.source, target: e.target }, classes: hubs.has(e.target) ? "hub" : "",
  }));
  return [...nodes, ...edges];
}

/** The graph without some kinds, and without the strangers that only those kinds brought in. */
function without(graph, hidden, home, centre) {
  const kept = new Set(graph.nodes.filter((n) => !hidden.has(n.kind)).map((n) => n.id));
  const edges = graph.edges.filter((e) => kept.has(e.source) && kept.has(e.target));
  const tied = new Set(edges.flatMap((e) => [e.source, e.target]));
  const stays = (n) => kept.has(n.id) && (tied.has(n.id) || n.id === centre || (home && n.ring_id === home));
  return { ...graph, nodes: graph.nodes.filter(stays), edges };
}

async function draw(container, graph, home, centre, hidden, chosen) {
  const { default: cytoscape } = await import("./vendor/cytoscape.js");
  const shown = without(graph, hidden, home, centre);
  const drawing = cytoscape({
    container, style: STYLE, elements: elements(shown, home, centre), minZoom: 0.15, maxZoom: 3,
    layout: { name: "circle" },
  });
  // From a circle and without chance, so that the same ring looks the same every time.
  drawing.layout({
    name: "cose", animate: false, randomize: false, nodeRepulsion: () => 60000, idealEdgeLength: () => 60, gravity: 0.5,
    nodeOverlap: 20, numIter: graph.nodes.length > 120 ? 600 : 1000, fit: false,
  }).run();
  // The layout is as high as it is wide; the paper is not.
  const { w, h } = drawing.nodes().boundingBox({ includeLabels: false });
  const wider = Math.min(2.4, Math.max(1, ((container.clientWidth / container.clientHeight) * h) / w));
  drawing.nodes().positions((n) => ({ x: n.position("x") * wider, y: n.position("y") }));
  drawing.fit(undefined, 28);
  if (drawing.zoom() > 1.4) {
    drawing.zoom(1.4);
    drawing.center();
  }
  drawing.on("mouseover", "node", (event) => event.target.style("label", event.target.data("full")));
  drawing.on("mouseout", "node", (event) => event.target.removeStyle("label"));
  drawing.on("tap", "node", (event) => {
    drawing.edges().removeClass("lit");
    event.target.connectedEdges().addClass("lit");
    chosen(graph.nodes.find((n) => n.id === event.target.id()));
  });
  return drawing;
}

const Chosen = ({ node }) => html`<p class="chosen" role="status">
  <span class="chip">${named("kind", node.kind)}</span>
  <a href=${`#/${node.kind === "firm" ? "firm" : "key"}/${id(node.id)}`}>${node.label}</a>
  ${node.kind === "firm" ? html`<span>${t("false")} ${percent(node.score)}</span>` : html`<span>${t("inRegister")}: ${count(node.degree)}</span>`}
  ${node.hub === "none" ? null : html`<span class="chip hub">${named("hub", node.hub)}</span>`}
</p>`;

function Legend({ kinds, hidden, toggle }) {
  return html`<div class="legend" role="group" aria-label=${t("kind")}>${kinds.map(
    (k) => html`<button type="button" aria-pressed=${String(!hidden.has(k))} onClick=${() => toggle(k)}>
      <span class="mark mark-${k}" aria-hidden="true"></span>${named("kind", k)}</button>`,
  )}<span class="quiet">${t("hubGrey")}</span></div>`;
}

const Shared = ({ graph }) => {
  const held = {};
  for (const edge of graph.edges) (held[edge.target] ??= new Set()).add(edge.source);
  const keys = graph.nodes.filter((n) => n.kind !== "firm" && (held[n.id]?.size ?? 0) >= 2);
  keys.sort((a, b) => (a.hub !== "none") - (b.hub !== "none") || held[b.id].size - held[a.id].size);
  if (!keys.length) return null;
  return html`<${Table} caption=${t("sharedThings")} heads=${[t("kind"), t("what"), t("membersOn"), t("inRegister"), t("hub")]}
    rows=${keys.slice(0, 40).map((n) => html`<tr class=${n.hub === "none" ? "" : "discounted"}>
      <td>${named("kind", n.kind)}</td><td class="words"><a href=${`#/key/${id(n.id)}`}>${n.label}</a></td><td class="number">${count(held[n.id].size)}</td>
      <td class="number">${count(n.degree)}</td><td>${n.hub === "none" ? "–" : named("hub", n.hub)}</td></tr>`)} />`;
};

export function Graph({ title, path, home, centre }) {
  const answer = useAnswer(path, { limit: 200 });
  const graph = answer.data;
  const box = useRef(null);
  const [hidden, setHidden] = useState(null);
  const [node, choose] = useState(null);
  const kinds = useMemo(() => (graph ? Object.keys(LOOKS).filter((k) => graph.nodes.some((n) => n.kind === k)) : []), [graph]);
  useEffect(() => {
    if (!graph || !box.current) return undefined;
    if (hidden === null) {
      // Around a firm, a common text would bury everything else; the legend brings it back.
      setHidden(new Set(centre && graph.nodes.length > MANY ? ["scope", "brand"] : []));
      return undefined;
    }
    let drawing = null;
    let wanted = true;
    choose(null);
    draw(box.current, graph, home, centre, hidden, choose).then((made) => {
      drawing = made;
      if (!wanted) made.destroy();
    });
    return () => {
      wanted = false;
      drawing?.destroy();
    };
  }, [graph, hidden]);
  if (!graph) return html`<${Waiting} ...${answer} />`;
  const toggle = (kind) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    setHidden(next);
  };
  const cut = Object.keys(graph.truncated).length;
  return html`<section class="card graph">
      <h2>${title}</h2><p class="quiet">${t("graphHint")}${cut ? ` ${t("graphCut", { n: count(cut) })}` : ""}</p>
      <div class="drawing" ref=${box} role="img" aria-label=${title}></div>
      ${node ? html`<${Chosen} node=${node} />` : null}
      <${Legend} kinds=${kinds} hidden=${hidden ?? new Set()} toggle=${toggle} />
    </section>
    <${Shared} graph=${graph} />`;
}
