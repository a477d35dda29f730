// Reading from the service. A failure is thrown as the problem details that it sent.

import { language, t } from "./words.js";

export class Problem extends Error {
  constructor(details) {
    super(details.detail);
    this.details = details;
  }
}

export async function read(path, parameters = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, value);
  }
  let answer;
  try {
    answer = await fetch(url, { headers: { "Accept-Language": language() } });
  } catch {
    throw new Problem({ status: 0, detail_zh: t("offline"), detail_en: t("offline"), detail: t("offline") });
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem({ status: answer.status, detail: answer.statusText, ...content });
  return content;
}

export const id = encodeURIComponent;
