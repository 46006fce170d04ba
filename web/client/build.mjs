// Bundles the browser side: every pages/*.ts becomes built/<name>.js, every style/*.css becomes
// built/<name>.css, fonts lie beside them under their own names. Parts live in folders below these two.
// The floor of support is Chrome 58: many a waiting-room television will never see an update.

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { fileURLToPath } from "node:url";
import path from "node:path";
import esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, "..", "static", "built");

const entries = async (folder, extension) =>
  (await readdir(path.join(here, folder), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension) && !entry.name.endsWith(".d.ts"))
    .map((entry) => path.join(here, folder, entry.name))
    .sort();

const bundle = (entryPoints, extra = {}) =>
  esbuild.build({
    entryPoints,
    outdir: built,
    entryNames: "[name]",
    assetNames: "[name]",
    absWorkingDir: here,
    bundle: true,
    minify: true,
    metafile: true,
    legalComments: "linked",
    target: ["es2017", "chrome58"],
    logLevel: "warning",
    ...extra,
  });

// Each script and style lies compressed beside itself.
const pack = async (output) => {
  const file = path.resolve(here, output);
  await writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file), { level: 9 }));
  return `${output}.gz`;
};

// What an earlier build left and this one did not write would be served for ever.
const sweep = async (kept) => {
  const names = new Set(kept.map((output) => path.basename(output)));
  for (const name of await readdir(built)) {
    if (!names.has(name)) await rm(path.join(built, name), { recursive: true });
  }
};

try {
  const results = await Promise.all([
    bundle(await entries("pages", ".ts"), { format: "iife" }),
    bundle(await entries("style", ".css"), { loader: { ".woff2": "file", ".woff": "empty" } }),
  ]);
  const outputs = results.flatMap((result) => Object.keys(result.metafile.outputs));
  const packed = await Promise.all(outputs.filter((output) => /\.(js|css)$/.test(output)).map(pack));
  await sweep([...outputs, ...packed]);
} catch (error) {
  // What esbuild found it has printed already, with file and line.
  if (!error.errors) console.error(error);
  process.exitCode = 1;
}
