// One ring: why, what speaks against it, who, and what to do.

import { html } from "./vendor/htm-preact.js";
import { Graph } from "./graph.js";
import {
  Case, Chips, FindingTable, firmHeads, FirmRow, More, Probability, RingFacts, Sentences, Table, useAnswer, usePages, Waiting,
} from "./parts.js";
import { id } from "./service.js";
import { count, named, nats, say, t } from "./words.js";

const Members = ({ ring }) => {
  const pages = usePages(`/v1/rings/${id(ring.ring_id)}/members`, { limit: 50 });
  if (pages.items === null) return html`<${Waiting} ...${pages} />`;
  return html`<${Table} caption=${`${t("members")} (${count(pages.total)})`} heads=${firmHeads(true)}
    rows=${pages.items.map((m) => html`<${FirmRow} key=${m.firm.firm_id} firm=${m.firm} strength=${m.strength} />`)}>
    <${More} pages=${pages} /><//>`;
};

const Roles = ({ ring }) => {
  const answer = useAnswer(`/v1/rings/${id(ring.ring_id)}/roles`);
  const roles = answer.data;
  if (!roles) return html`<${Waiting} ...${answer} />`;
  const key = (k) => html`<a href=${`#/key/${id(k.id)}`}>${k.label}</a> <span class="quiet">${named("kind", k.kind)}</span>`;
  return html`<section class="card"><h2>${t("roles")}</h2>
    <p class="quiet">${t("coreFringe", { core: count(roles.core), fringe: count(roles.fringe) })}</p>
    <div class="columns">
      <div><h3>${t("holdsTogether")}</h3><ul class="roles">${roles.holds_together.map(
        (h) => html`<li>${key(h.key)} <span class="quiet">${t("membersOf", { n: count(h.members), all: count(h.key.firms) })}</span></li>`,
      )}</ul></div>
      <div><h3>${t("people")}</h3><ul class="roles">${roles.people.map(
        (p) => html`<li>${key(p.key)} — ${say(p.words)} <span class="quiet">(${count(p.members)})</span></li>`,
      )}</ul></div>
    </div>
    ${roles.linked.length
      ? html`<h3>${t("oneOperation")}</h3><ul class="roles">${roles.linked.map(
          (r) => html`<li><a class="mono" href=${`#/ring/${id(r.ring_id)}`}>${r.ring_id}</a> ${r.keys.map((k, i) => html`${i ? ", " : ""}${key(k)}`)}</li>`,
        )}</ul>`
      : null}
    ${roles.truncated ? html`<p class="quiet">${t("rolesCut")}</p>` : null}
  </section>`;
};

const Hubs = ({ hubs }) =>
  hubs.length
    ? html`<section class="card against-card"><h2>${t("hubs")}</h2><ul class="hubs">${hubs.map(
        (h) => html`<li><a href=${`#/key/${id(h.key.id)}`}>${h.key.label}</a> <span class="chip hub">${named("hub", h.key.hub)}</span>
          <div class="quiet">${say(h.why)}</div></li>`,
      )}</ul></section>`
    : null;

const Minimal = ({ ring, names }) =>
  ring.minimal_evidence.length
    ? html`<details class="card"><summary><h2>${t("minimal")} (${count(ring.minimal_evidence.length)})</h2></summary>
        <ul class="minimal">${ring.minimal_evidence.map(
          (e) => html`<li><a href=${`#/firm/${id(e.a)}`}>${names[e.a] ?? e.a}</a> — <a href=${`#/firm/${id(e.b)}`}>${names[e.b] ?? e.b}</a>
            <span class="quiet">${e.kinds.map((k) => named("kind", k)).join(" · ")} <span class="number">${nats(e.weight)}</span></span></li>`,
        )}</ul></details>`
    : null;

export function Ring({ id: ringId }) {
  const answer = useAnswer(`/v1/rings/${id(ringId)}`);
  const ring = answer.data;
  if (!ring) return html`<${Waiting} ...${answer} />`;
  const names = Object.fromEntries(ring.members.map((m) => [m.firm.firm_id, m.firm.name]));
  return html`<article>
    <header class="head">
      <div>
        <p class="crumb"><a href="#/">${t("rings")}</a> › <span class="mono">${ring.ring_id}</span></p>
        <h1>${say(ring.title)}</h1>
        <${RingFacts} ring=${ring}><${Chips} families=${ring.families} /><//>
        <p><span class="quiet">${t("looksLike")}</span> ${say(ring.hypothesis_words)}
          ${ring.runner_up_words ? html`<br /><span class="quiet">${t("orElse")}</span> ${say(ring.runner_up_words)}` : null}
          ${ring.history.map((words) => html`<br /><span class="quiet">${say(words)}</span>`)}</p>
      </div>
      <div class="claims">
        <${Probability} label=${t("false")} title=${t("falseTitle")} value=${ring.score} />
        <${Probability} label=${t("oneHand")} title=${t("oneHandTitle")} value=${ring.one_hand} small />
      </div>
    </header>
    <${Case} reasons=${ring.reasons} counter=${ring.counter_evidence} />
    <div class="columns">
      <${Sentences} title=${t("clearedBy")} list=${ring.cleared_by} kind="against-card" />
      <${Sentences} title=${t("nextSteps")} list=${ring.next_steps} />
    </div>
    <${Graph} title=${t("graph")} path=${`/v1/rings/${id(ringId)}/graph`} home=${ringId} />
    <${Roles} ring=${ring} />
    <${Members} ring=${ring} />
    <${Hubs} hubs=${ring.hubs} />
    <${FindingTable} findings=${ring.findings} />
    <${Minimal} ring=${ring} names=${names} />
  </article>`;
}
