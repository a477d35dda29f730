// One firm: its register entry, the verdict, and what it shares with others.

import { html } from "./vendor/htm-preact.js";
import { Graph } from "./graph.js";
import { Case, FindingTable, FirmLink, Grade, Probability, Sentences, Table, useAnswer, Waiting } from "./parts.js";
import { id } from "./service.js";
import { count, money, named, percent, share, t } from "./words.js";

const FACTS = [
  "firm_id", "status", "registered_on", "dissolved_on", "firm_type", "capital", "paid_in", "address", "marker", "district",
  "registry", "filing_no", "industry", "code_valid", "scope",
];

function fact(facts, name) {
  const value = facts[name];
  if (value === null || value === "") return null;
  if (name === "capital" || name === "paid_in") return money(value, facts.currency);
  if (name === "status") return named("status", value);
  if (name === "code_valid") return value ? t("right") : t("wrong");
  return String(value);
}

const Profile = ({ facts }) => html`<section class="card"><h2>${t("profile")}</h2><dl class="profile">${FACTS.map((name) => {
  const value = fact(facts, name);
  return value === null ? null : html`<div class=${name === "scope" ? "wide" : ""}><dt>${t(`f_${name}`)}</dt><dd>${value}</dd></div>`;
})}</dl></section>`;

const Links = ({ links }) =>
  links.length
    ? html`<${Table} caption=${t("shares")} heads=${[t("kind"), t("role"), t("what"), t("since"), t("until"), t("inRegister"), t("hub")]}
        rows=${links.map((l) => html`<tr class=${l.key.hub === "none" ? "" : "discounted"}>
          <td>${named("kind", l.key.kind)}</td><td>${named("role", l.role)}</td>
          <td class="words"><a href=${`#/key/${id(l.key.id)}`}>${l.key.label}</a></td>
          <td class="number">${l.since ?? "–"}</td><td class="number">${l.until ?? "–"}</td>
          <td class="number">${count(l.key.firms)}</td><td>${l.key.hub === "none" ? "–" : named("hub", l.key.hub)}</td></tr>`)} />`
    : null;

const Holder = ({ h }) =>
  h.holder_kind === "firm" ? html`<${FirmLink} id=${h.holder_id} name=${h.holder_name} />` : html`<a href=${`#/key/${id(h.holder_id)}`}>${h.holder_name}</a>`;

const Holdings = ({ holdings }) =>
  holdings.length
    ? html`<${Table} caption=${t("holdings")} heads=${[t("name"), t("share"), t("verified"), t("since"), t("until")]}
        rows=${holdings.map((h) => html`<tr><td><${Holder} h=${h} /></td><td class="number">${share(h.share)}</td>
          <td>${h.verified === null ? "–" : h.verified ? t("yes") : t("no")}</td><td class="number">${h.since ?? "–"}</td><td class="number">${h.until ?? "–"}</td></tr>`)} />`
    : null;

const Events = ({ events }) =>
  events.length
    ? html`<${Table} caption=${t("events")} heads=${[t("date"), t("kind"), t("outcome")]}
        rows=${events.map((e) => html`<tr><td class="number">${e.on}</td><td>${named("event", e.kind)}</td><td>${[e.outcome && named("outcome", e.outcome), e.topic].filter(Boolean).join(" · ") || "–"}</td></tr>`)} />`
    : null;

const Ties = ({ ties }) =>
  ties.length
    ? html`<${Table} caption=${t("ties")} heads=${[t("kind"), t("name"), t("date")]}
        rows=${ties.map((x) => html`<tr><td>${named("tie", x.kind)}</td><td>${x.outgoing ? "→" : "←"} <${FirmLink} id=${x.firm_id} name=${x.firm_name} /></td>
          <td class="number">${x.on ?? "–"}</td></tr>`)} />`
    : null;

export function Firm({ id: firmId }) {
  const answer = useAnswer(`/v1/firms/${id(firmId)}`);
  const firm = answer.data;
  if (!firm) return html`<${Waiting} ...${answer} />`;
  const { facts, verdict } = firm;
  return html`<article>
    <header class="head">
      <div>
        <p class="crumb"><a href="#/">${t("rings")}</a> › ${verdict.ring_id ? html`<a class="mono" href=${`#/ring/${id(verdict.ring_id)}`}>${verdict.ring_id}</a> › ` : null}${t("firm")}</p>
        <h1>${facts.name}</h1>
        <p class="facts"><${Grade} grade=${verdict.grade} /><span>${t("decision")}: <strong>${named("decision", verdict.decision)}</strong></span>
          ${facts.status ? html`<span>${named("status", facts.status)}</span>` : null}
          <span>${verdict.ring_id ? html`${t("inRing")}: <a href=${`#/ring/${id(verdict.ring_id)}`}>${verdict.ring_id}</a> (${t("strength")} ${percent(verdict.strength)})` : t("noRing")}</span></p>
      </div>
      <div class="claims">
        <${Probability} label=${t("false")} title=${t("falseTitle")} value=${verdict.score} />
        <${Probability} label=${t("oneHand")} title=${t("oneHandTitle")} value=${verdict.one_hand} small />
      </div>
    </header>
    <${Case} reasons=${verdict.reasons} counter=${verdict.counter_evidence} />
    <${FindingTable} findings=${firm.findings} />
    <${Sentences} title=${t("clearedBy")} list=${verdict.cleared_by} kind="against-card" />
    <${Profile} facts=${facts} />
    <${Graph} title=${t("neighbourhood")} path=${`/v1/firms/${id(firmId)}/graph`} home=${verdict.ring_id} centre=${firmId} />
    <${Links} links=${firm.links} />
    <${Holdings} holdings=${firm.holdings} />
    <${Events} events=${firm.events} />
    <${Ties} ties=${firm.ties} />
  </article>`;
}
