import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

// Prints every chunk's gz size, and what a donor's phone loads before the first item shows.
const folder = new URL("../dist/assets/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("../dist/.vite/manifest.json", import.meta.url), "utf8"));
const size = (file) => gzipSync(readFileSync(new URL(`../dist/${file}`, import.meta.url))).length;

for (const name of readdirSync(folder).sort()) console.log(`${String(size(`assets/${name}`)).padStart(8)}  ${name}`);

const donor = new Set();
const css = new Set();
function collect(key) {
  const chunk = manifest[key];
  if (chunk === undefined || donor.has(chunk.file)) return;
  donor.add(chunk.file);
  for (const sheet of chunk.css ?? []) css.add(sheet);
  for (const imported of chunk.imports ?? []) collect(imported);
}
for (const entry of ["index.html", "src/app/donor/donor-layout.tsx", "src/app/donor/items-route.tsx"]) collect(entry);
const total = (files) => [...files].reduce((sum, file) => sum + size(file), 0);
const js = total(donor);
console.log(`donor first load: ${(js / 1000).toFixed(1)} kB gz JavaScript in ${donor.size} files, ${(total(css) / 1000).toFixed(1)} kB gz CSS`);
if (js > 200_000) {
  console.error("The donor's first load is over its budget of 200 kB gz.");
  process.exit(1);
}
