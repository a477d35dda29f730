// The investigator's page: what stands around every view, and which view is shown.

import { html, render, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import { Firm } from "./firm.js";
import { List } from "./list.js";
import { Finding, Key, Search } from "./others.js";
import { useAnswer } from "./parts.js";
import { Ring } from "./ring.js";
import { go, here } from "./route.js";
import { language, setLanguage, t } from "./words.js";

const VIEWS = { "": List, ring: Ring, firm: Firm, finding: Finding, key: Key, search: Search };

function Bar({ live, change, query }) {
  const search = (event) => {
    event.preventDefault();
    const q = new FormData(event.target).get("q").trim();
    if (q) go("/search", { q });
  };
  return html`<header class="bar">
    <a class="brand" href="#/"><img src="web/icon.svg" alt="" width="26" height="26" /><span>ringwatch</span><small>${t("product")}</small></a>
    <form role="search" onSubmit=${search}>
      <input type="search" name="q" maxlength="100" aria-label=${t("search")} placeholder=${t("searchHint")} value=${query.q ?? ""} />
      <button type="submit">${t("search")}</button>
    </form>
    <dl class="stamp">${live ? html`<div><dt>${t("asOf")}</dt><dd>${live.as_of}</dd></div>
      <div><dt>${t("sweep")}</dt><dd class="mono" title=${live.sweep_id}>${live.sweep_id.slice(0, 14)}</dd></div>` : null}</dl>
    <div class="languages" role="group" aria-label="语言 / Language">
      ${[["zh", "中文"], ["en", "English"]].map(([code, name]) => html`<button type="button" lang=${code}
        aria-pressed=${String(language() === code)} onClick=${() => change(code)}>${name}</button>`)}
    </div>
  </header>`;
}

function App() {
  const [place, setPlace] = useState(here());
  const [lang, setLang] = useState(language());
  const sweeps = useAnswer("/v1/sweeps");
  const live = sweeps.data?.items.find((s) => s.live) ?? null;
  const main = useRef(null);
  const first = useRef(true);
  useEffect(() => {
    const moved = () => setPlace(here());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = `ringwatch · ${t("product")}`;
  }, [lang]);
  useEffect(() => {
    if (!first.current) {
      main.current.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first.current = false;
  }, [place.view, place.id]);
  const change = (code) => {
    setLanguage(code);
    setLang(code);
  };
  const View = VIEWS[place.view] ?? List;
  // The key redraws everything in the new language.
  return html`<a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); main.current.focus(); }}>${t("skip")}</a>
    <${Bar} live=${live} change=${change} query=${place.query} />
    <p class="lead"><strong>${t("lead")}</strong> ${t("leadMore")}</p>
    <main id="main" tabindex="-1" ref=${main}><${View} key=${`${lang} ${place.view} ${place.id}`} ...${place} live=${live} /></main>`;
}

render(html`<${App} />`, document.getElementById("app"));
