import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const FOLDER = join(process.cwd(), "src/features/display");
/** A hundredth of the picture, at the smallest that a unit becomes: on a 4:3 picture under a long announcement. */
const LEAST_UNIT_VH = 0.5;
/** 48 px at 1080p. */
const LEAST_VH = 4.44;

const sizes = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".module.css"))
  .flatMap((name) => [...readFileSync(join(FOLDER, name), "utf8").matchAll(/font-size: ([^;]+);/g)].map(([, size]) => ({ name, size: size ?? "" })));

/** The least that a size can become, in hundredths of the picture's height. */
function leastVh(size: string): number {
  if (size === "var(--small)") return LEAST_VH;
  const ofItsParent = /^([\d.]+)em$/.exec(size);
  if (ofItsParent !== null) return Number(ofItsParent[1]) * LEAST_VH;
  const floors = [...size.matchAll(/([\d.]+)vh/g)].map(([, floor]) => Number(floor));
  const units = [...size.matchAll(/([\d.]+) \* var\(--u\)/g)].map(([, unit]) => Number(unit) * LEAST_UNIT_VH);
  return Math.max(0, ...floors, ...units);
}

describe("the sizes of the display's text", () => {
  it("finds them all", () => expect(sizes.length).toBeGreaterThan(40));
  it.each(sizes)("$size in $name is at least 48 px at 1080p", ({ size }) => expect(leastVh(size)).toBeGreaterThanOrEqual(LEAST_VH));
});
