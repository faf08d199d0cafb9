// Check diagrams as Camunda Modeler does for Camunda Platform 7: parse with bpmn-moddle, lint with @camunda/linting.
//
//     node dist/lint.mjs FILE.bpmn [...]
//
// Prints one line per finding; the exit code is 1 when there is one, or when the linter does not find what is known to be wrong.
import fs from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import { Linter } from "@camunda/linting";

const BREAK = /\scamunda:historyTimeToLive="[^"]*"/;

async function findings(xml) {
  const { warnings } = await new BpmnModdle({ camunda }).fromXML(xml);
  const reports = await new Linter({ modeler: "desktop", type: "platform" }).lint(xml);
  return [...warnings.map((w) => `parse: ${w.message}`), ...reports.map((r) => `${r.rule}: ${r.id}: ${r.message}`)];
}

const files = process.argv.slice(2);
let problems = 0;
for (const file of files) {
  for (const finding of await findings(fs.readFileSync(file, "utf8"))) {
    console.log(`${file}: ${finding}`);
    problems += 1;
  }
}
// A linter that is silent about a diagram without a time to live is not the one that the Modeler uses.
const control = files.length ? await findings(fs.readFileSync(files[0], "utf8").replace(BREAK, "")) : [];
if (!control.length) {
  console.log("Expected the linter to find a process without historyTimeToLive, found nothing: is it installed whole?");
  problems += 1;
}
console.log(`${files.length} diagrams, ${problems} findings`);
process.exit(problems ? 1 : 0);
