// The ranked list: what to look at first, and why.

import { html } from "./vendor/htm-preact.js";
import { Chips, Grade, More, Probability, ReasonWords, RingFacts, useAnswer, usePages, Waiting } from "./parts.js";
import { go } from "./route.js";
import { byWeight, count, named, nats, say, t } from "./words.js";

const FAMILIES = ["person", "place", "contact", "device", "time", "name", "behaviour"];
const SCORES = [0, 0.25, 0.5, 0.75, 0.9];
const SIZES = [0, 5, 10, 25, 50, 100];
const SHOWN_FOR = 3; // reasons of a ring that the list shows
const SHOWN_AGAINST = 2;

function Filters({ query }) {
  const districts = useAnswer("/v1/districts").data?.items ?? [];
  const set = (name, value) => go("/", { ...query, [name]: value });
  const choose = (name) => (event) => set(name, event.target.value);
  const select = (name, label, options) => html`<label>${label}
    <select name=${name} value=${query[name] ?? ""} onChange=${choose(name)}>${options.map(
      ([value, text]) => html`<option value=${value} selected=${(query[name] ?? "") === value}>${text}</option>`,
    )}</select></label>`;
  const named_ = districts.some((d) => d.district === query.district) || !query.district;
  const places = named_ ? districts : [...districts, { district: query.district, rings: 0 }];
  return html`<form class="filters" onSubmit=${(e) => e.preventDefault()}>
    ${select("min_score", t("minScore"), SCORES.map((s) => [s ? String(s) : "", s ? `${s * 100}%` : t("all")]))}
    ${select("min_size", t("minSize"), SIZES.map((s) => [s ? String(s) : "", s ? String(s) : t("all")]))}
    ${select("district", t("district"), [["", t("all")], ...places.map((d) => [d.district, `${d.district} (${d.rings})`])])}
    <div class="families" role="group" aria-label=${t("family")}>
      <span class="label">${t("family")}</span>
      ${FAMILIES.map((f) => html`<button type="button" class="chip chip-${f}" aria-pressed=${String(query.family === f)}
        onClick=${() => set("family", query.family === f ? null : f)}>${named("family", f)}</button>`)}
    </div>
    ${Object.keys(query).length ? html`<a class="clear" href="#/">${t("clear")}</a>` : null}
  </form>`;
}

const Line = ({ reason, kind }) => html`<li class=${kind}><span class="number" title=${t("weightTitle")}>${nats(reason.contribution)}</span>
  <span>${kind === "con" ? html`<span class="unseen">${t("against")}: </span>` : null}<${ReasonWords} reason=${reason} linked=${false} /></span></li>`;

const Row = ({ ring }) => html`<li class="ring">
  <div class="rank"><span class="unseen">${t("rank")} </span>${ring.rank}</div>
  <div class="claims">
    <${Probability} label=${t("false")} title=${t("falseTitle")} value=${ring.score} />
    <${Probability} label=${t("oneHand")} title=${t("oneHandTitle")} value=${ring.one_hand} small />
  </div>
  <div class="what">
    <h2><a href=${`#/ring/${encodeURIComponent(ring.ring_id)}`}>${say(ring.title)}</a></h2>
    <${RingFacts} ring=${ring} />
    <${Chips} families=${ring.families} />
  </div>
  <ul class="lines">
    ${byWeight(ring.reasons).slice(0, SHOWN_FOR).map((r) => html`<${Line} reason=${r} kind="pro" />`)}
    ${byWeight(ring.counter_evidence).slice(0, SHOWN_AGAINST).map((r) => html`<${Line} reason=${r} kind="con" />`)}
  </ul>
</li>`;

export function List({ query, live }) {
  const pages = usePages("/v1/rings", { ...query, limit: 30 });
  return html`<header class="opening">
      <h1>${t("lookFirst")}</h1>
      <p>${t("listNote")}</p>
      ${live ? html`<p class="totals"><span>${t("ofFirms", { n: count(live.firms) })}</span>${["D", "C", "B", "A"].filter((g) => live.grades[g]).map(
        (g) => html`<span><${Grade} grade=${g} /> ${count(live.grades[g])}</span>`,
      )}</p>` : null}
    </header>
    <${Filters} query=${query} />
    ${pages.items === null ? html`<${Waiting} ...${pages} />` : html`
      <p class="found" role="status">${pages.total ? t("nRings", { n: count(pages.total) }) : t("none")}</p>
      <ol class="rings">${pages.items.map((ring) => html`<${Row} key=${ring.ring_id} ring=${ring} />`)}</ol>
      <${More} pages=${pages} />`}`;
}
