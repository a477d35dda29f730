// Small parts that several views share.

import { html, useEffect, useState } from "./vendor/htm-preact.js";
import { Problem, read } from "./service.js";
import { byWeight, count, days, language, named, nats, percent, say, span, t } from "./words.js";

/** The answer at a path: {data, error, again}. Asked anew when path or parameters change. */
export function useAnswer(path, parameters = {}) {
  const [state, set] = useState({ data: null, error: null });
  const [round, again] = useState(0);
  const asked = JSON.stringify([path, parameters]);
  useEffect(() => {
    let wanted = true;
    set({ data: null, error: null });
    read(path, parameters).then(
      (data) => wanted && set({ data, error: null }),
      (error) => wanted && set({ data: null, error }),
    );
    return () => {
      wanted = false;
    };
  }, [asked, round]);
  return { ...state, again: () => again(round + 1) };
}

/** All pages of a list, one after another on demand. */
export function usePages(path, parameters = {}) {
  const [state, set] = useState({ items: null, total: 0, cursor: null, error: null });
  const asked = JSON.stringify([path, parameters]);
  const load = (cursor, before) =>
    read(path, { ...parameters, cursor }).then(
      (page) => ({ items: [...before, ...page.items], total: page.total, cursor: page.cursor, error: null }),
      (error) => ({ items: before.length ? before : null, total: 0, cursor: null, error }),
    );
  const start = () => {
    let wanted = true;
    set({ items: null, total: 0, cursor: null, error: null });
    load(null, []).then((next) => wanted && set(next));
    return () => {
      wanted = false;
    };
  };
  useEffect(start, [asked]);
  return { ...state, more: () => load(state.cursor, state.items).then(set), again: start };
}

export function Waiting({ error, again }) {
  if (!error) return html`<p class="waiting" role="status">${t("loading")}</p>`;
  const details = error instanceof Problem ? error.details : { detail: String(error) };
  return html`<div class="failed" role="alert">
    <h2>${t("failed")}</h2>
    <p>${details[`detail_${language()}`] ?? details.detail}</p>
    <p><button type="button" onClick=${again}>${t("retry")}</button> <a href="#/">${t("back")}</a></p>
  </div>`;
}

export const Chip = ({ family }) => html`<span class="chip chip-${family}">${named("family", family)}</span>`;
export const Chips = ({ families }) => html`<span class="chips">${families.map((f) => html`<${Chip} family=${f} />`)}</span>`;

export const Grade = ({ grade }) =>
  html`<span class="grade grade-${grade}" title=${t("grade")}><span class="unseen">${t("grade")} </span>${grade}</span>`;

/** A probability with its bar; `small` is the second claim beside the first. */
export const Probability = ({ label, title, value, small }) => html`<span
  class=${small ? "probability small" : "probability"} title=${title}>
  <span class="label">${label}</span>
  <strong>${percent(value)}</strong>
  <span class="bar" aria-hidden="true"><span style=${{ width: `${Math.round((value ?? 0) * 100)}%` }}></span></span>
</span>`;

const code = (r) => (r.code ? html`<span class="code">${r.code === "one_hand" ? t("oneHand") : r.code}</span>` : null);

export const ReasonWords = ({ reason, linked = true }) => html`${code(reason)}${
  linked && reason.finding_id
    ? html`<a href=${`#/finding/${reason.finding_id}`}>${say(reason.words)}</a>`
    : say(reason.words)
}`;

/** Reasons with bars in proportion to what they contribute. */
export function Reasons({ reasons, most, none }) {
  if (!reasons.length) return html`<p class="nothing">${none}</p>`;
  return html`<ul class="reasons">${byWeight(reasons).map(
    (r) => html`<li>
      <div><${ReasonWords} reason=${r} /> <${Chip} family=${r.family} /></div>
      ${r.contribution === 0 ? html`<span class="quiet">${t("inConfidence")}</span>` : html`<div class="contribution" title=${t("weightTitle")}>
        <span class="bar" aria-hidden="true"><span style=${{ width: `${Math.min(100, (Math.abs(r.contribution) / most) * 100)}%` }}></span></span>
        <span class="number">${nats(r.contribution)}</span>
      </div>`}
    </li>`,
  )}</ul>`;
}

/** What speaks for, and beside it with the same weight what speaks against. */
export function Case({ reasons, counter }) {
  const most = Math.max(0.1, ...[...reasons, ...counter].map((r) => Math.abs(r.contribution)));
  return html`<div class="case">
    <section class="for"><h2>${t("why")}</h2><${Reasons} reasons=${reasons} most=${most} none=${t("noReasons")} /></section>
    <section class="against"><h2>${t("against")}</h2><${Reasons} reasons=${counter} most=${most} none=${t("noCounter")} /></section>
  </div>`;
}

/** Size, place and time of a ring, each only where its title does not say it already. */
export function RingFacts({ ring, children }) {
  const title = say(ring.title);
  const place = ring.district && !title.includes(ring.district) ? ring.district : null;
  const dates = ring.first_on && title.includes(ring.first_on) ? null : span(ring.first_on, ring.last_on);
  return html`<p class="facts"><${Grade} grade=${ring.grade} /><strong>${t("size", { n: count(ring.size) })}</strong>
    ${place ? html`<span>${place}</span>` : null}${dates ? html`<span>${dates}</span>` : null}
    <span class="quiet">${days(ring.first_on, ring.last_on)}</span>${children}</p>`;
}

export const Sentences = ({ title, list, kind }) =>
  list.length
    ? html`<section class=${`card ${kind ?? ""}`}><h2>${title}</h2><ul>${list.map((w) => html`<li>${say(w)}</li>`)}</ul></section>`
    : null;

export const FirmLink = ({ id, name }) => html`<a href=${`#/firm/${encodeURIComponent(id)}`}>${name}</a>`;

export const Table = ({ caption, heads, rows, children }) => html`<section class="card">
  <h2>${caption}</h2>
  <div class="scroll"><table>
    <thead><tr>${heads.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
    <tbody>${rows}</tbody>
  </table></div>
  ${children}
</section>`;

export const FirmRow = ({ firm, strength }) => html`<tr>
  <td class="words"><${FirmLink} id=${firm.firm_id} name=${firm.name} /></td>
  <td class="mono">${firm.firm_id}</td>
  <td class="number">${firm.registered_on ?? "–"}</td>
  <td>${firm.status ? named("status", firm.status) : "–"}</td>
  <td class="number">${percent(firm.score)}</td>
  <td><${Grade} grade=${firm.grade} /></td>
  ${strength === undefined ? null : html`<td class="number">${percent(strength)}</td>`}
</tr>`;

export const firmHeads = (withStrength) => [
  t("name"), t("f_firm_id"), t("registered"), t("status"), t("false"), t("grade"), ...(withStrength ? [t("strength")] : []),
];

export function FindingTable({ findings }) {
  if (!findings.length) return null;
  const heads = [t("typology"), t("finding"), t("family"), t("firms"), t("severity"), t("confidence"), t("surprise")];
  return html`<${Table} caption=${t("findings")} heads=${heads} rows=${findings.map(
    (f) => html`<tr>
      <td><span class="code">${f.typology}</span></td>
      <td class="words"><a href=${`#/finding/${f.finding_id}`}>${say(f.reason)}</a></td>
      <td><${Chip} family=${f.family} /></td>
      <td class="number">${count(f.firms)}</td>
      <td class="number">${f.severity} / 5</td>
      <td class="number">${percent(f.confidence)}</td>
      <td class="number" title=${t("surpriseTitle")}>${nats(f.surprise)}</td>
    </tr>`,
  )} />`;
}

export const More = ({ pages }) =>
  pages.cursor
    ? html`<p class="more"><button type="button" onClick=${pages.more}>${t("more")}</button>
        <span>${t("shown", { n: count(pages.items.length), of: count(pages.total) })}</span></p>`
    : null;
