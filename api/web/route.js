// Addresses within the page: #/ring/<id>, #/firm/<id>, …, #/?min_score=0.5 for the filtered list.

export function here() {
  const [path, query] = location.hash.replace(/^#/, "").split("?");
  const [view, ...rest] = path.split("/").filter(Boolean);
  let id = rest.join("/");
  try {
    id = decodeURIComponent(id);
  } catch {
    // not encoded by us; it will simply not be found
  }
  return { view: view ?? "", id, query: Object.fromEntries(new URLSearchParams(query ?? "")) };
}

export function go(path, query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const tail = new URLSearchParams(kept).toString();
  location.hash = tail ? `${path}?${tail}` : path;
}
