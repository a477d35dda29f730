// A finding, a key, and the results of a search.

import { html } from "./vendor/htm-preact.js";
import { Case, Chip, firmHeads, FirmRow, More, Sentences, Table, useAnswer, usePages, Waiting } from "./parts.js";
import { id } from "./service.js";
import { basis, count, named, nats, percent, say, t } from "./words.js";

const FirmTable = ({ caption, firms, total }) => html`<${Table} caption=${`${caption} (${count(total)})`} heads=${firmHeads(false)}
  rows=${firms.map((f) => html`<${FirmRow} firm=${f} />`)}>
  ${total > firms.length ? html`<p class="quiet">${t("firstN", { n: count(firms.length) })}</p>` : null}<//>`;

// What the rest of the page says already: the count, the kind of key, the firms.
const SHOWN_ELSEWHERE = new Set(["n", "key_kind", "firms", "firms_total"]);

const shown = (value) => (Array.isArray(value) ? value.map(shown).join(", ") : typeof value === "object" && value !== null
  ? Object.entries(value).map(([name, inner]) => `${name}: ${shown(inner)}`).join("; ")
  : typeof value === "number" ? count(value) : String(value ?? "–"));

export function Finding({ id: findingId }) {
  const answer = useAnswer(`/v1/findings/${id(findingId)}`);
  const f = answer.data;
  if (!f) return html`<${Waiting} ...${answer} />`;
  return html`<article>
    <header class="head"><div>
      <p class="crumb"><a href="#/">${t("rings")}</a> › ${f.ring_id ? html`<a class="mono" href=${`#/ring/${id(f.ring_id)}`}>${f.ring_id}</a> › ` : null}${t("finding")}</p>
      <h1>${say(f.title)}</h1>
      <p class="facts"><span class="code">${f.typology}</span><${Chip} family=${f.family} />
        <span>${t("severity")} <strong>${f.severity} / 5</strong></span><span>${t("confidence")} <strong>${percent(f.confidence)}</strong></span>
        <span title=${t("surpriseTitle")}>${t("surprise")} <strong>${nats(f.surprise)}</strong></span></p>
    </div></header>
    <${Case} reasons=${[{ family: f.family, words: f.reason, contribution: f.surprise, code: f.typology }]} counter=${f.counter_evidence} />
    <div class="columns">
      <${Sentences} title=${t("clearedBy")} list=${f.cleared_by} kind="against-card" />
      <${Sentences} title=${t("nextSteps")} list=${f.next_steps} />
    </div>
    <section class="card"><h2>${t("evidence")}</h2><dl class="profile">
      <div><dt>${t("measured")}</dt><dd>${count(f.statistic)}</dd></div><div><dt>${t("usual")}</dt><dd>${count(f.expected)}</dd></div>
      ${f.subject_kind === "key" ? html`<div><dt>${t("what")}</dt><dd><a href=${`#/key/${id(f.subject_id)}`}>${named("kind", f.evidence.key_kind ?? "")} ${f.subject_id}</a></dd></div>` : null}
      ${Object.entries(f.evidence).filter(([name]) => !SHOWN_ELSEWHERE.has(name)).map(([name, value]) => html`<div
        class=${shown(value).length > 60 ? "wide" : ""}><dt>${named("fact", name)}</dt><dd>${shown(value)}</dd></div>`)}
      ${f.basis.length ? html`<div class="wide"><dt>${t("basis")}</dt><dd>${f.basis.map(basis).join("; ")}</dd></div>` : null}
    </dl></section>
    <${FirmTable} caption=${t("who")} firms=${f.members} total=${f.firms} />
  </article>`;
}

export function Key({ id: keyId }) {
  const answer = useAnswer(`/v1/keys/${id(keyId)}`);
  const data = answer.data;
  if (!data) return html`<${Waiting} ...${answer} />`;
  const { key } = data;
  return html`<article>
    <header class="head"><div>
      <p class="crumb"><a href="#/">${t("rings")}</a> › ${named("kind", key.kind)}</p>
      <h1>${key.label}</h1>
      <p class="facts"><span>${named("kind", key.kind)}</span><strong>${t("size", { n: count(key.firms) })}</strong>
        ${key.hub === "none" ? null : html`<span class="chip hub">${named("hub", key.hub)}</span>`}</p>
      ${data.why_hub ? html`<p>${say(data.why_hub)}</p>` : null}
    </div></header>
    <${FirmTable} caption=${t("firms")} firms=${data.firms} total=${key.firms} />
  </article>`;
}

const target = (hit) => {
  if (hit.kind === "ring") return `#/ring/${id(hit.id)}`;
  return hit.kind === "firm" ? `#/firm/${id(hit.id)}` : `#/key/${id(hit.id)}`;
};

export function Search({ query }) {
  const pages = usePages("/v1/search", { q: query.q, limit: 30 });
  const heads = [t("kind"), t("name"), t("firms"), t("false"), t("ring")];
  return html`<header class="opening"><h1>${t("results", { q: query.q })}</h1></header>
    ${pages.items === null ? html`<${Waiting} ...${pages} />` : pages.items.length === 0 ? html`<p class="found" role="status">${t("none")}</p>` : html`
      <${Table} caption=${t("nResults", { n: count(pages.total) })} heads=${heads} rows=${pages.items.map((hit) => html`<tr>
        <td>${named("kind", hit.kind)}</td><td class="words"><a href=${target(hit)}>${hit.title ? say(hit.title) : hit.label}</a></td><td class="number">${hit.kind === "firm" ? "–" : count(hit.firms)}</td>
        <td class="number">${percent(hit.score)}</td>
        <td>${hit.ring_id && hit.kind !== "ring" ? html`<a class="mono" href=${`#/ring/${id(hit.ring_id)}`}>${hit.ring_id}</a>` : "–"}</td></tr>`)}>
        <${More} pages=${pages} /><//>`}`;
}
