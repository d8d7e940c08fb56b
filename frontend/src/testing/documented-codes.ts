import { readFileSync } from "node:fs";

type Documented = Record<string, { description: string }>;

/** The codes that docs/openapi.json names for one operation. */
export function documentedCodes(path: string, method: string): string[] {
  const document = JSON.parse(readFileSync("../docs/openapi.json", "utf8")) as { paths: Record<string, Record<string, { responses: Documented }>> };
  const answers = document.paths[path]?.[method]?.responses ?? {};
  return Object.values(answers).flatMap(({ description }) => (description.startsWith("Codes: ") ? description.slice(7).split(", ") : []));
}
