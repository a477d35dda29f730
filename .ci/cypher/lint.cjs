// Lints every .cypher file under the folder given: syntax, variables, deprecated forms, disconnected patterns,
// and labels or relationship types that are not declared (graph/property_graph.py, as JSON on standard input).
"use strict";
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { lintCypherQuery } = require("@neo4j-cypher/language-support");

const declared = JSON.parse(readFileSync(0, "utf8"));

function parametersOf(text) {
  return Object.fromEntries([...text.matchAll(/\$(\w+)/g)].map(([, name]) => [name, null]));
}

let wrong = 0;
const files = readdirSync(process.argv[2], { recursive: true })
  .map((name) => join(process.argv[2], name))
  .filter((name) => name.endsWith(".cypher"))
  .sort();
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const { diagnostics } = lintCypherQuery(text, { ...declared, parameters: parametersOf(text) });
  for (const { message, range } of diagnostics) {
    console.log(`${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
    wrong += 1;
  }
}
console.log(wrong ? `Found ${wrong} errors in statements.` : `Success: no issues found in ${files.length} statements`);
process.exitCode = wrong || !files.length ? 1 : 0;
