// Builds the browser's code and styles into wwwroot: one ES module per entry of src, one stylesheet, one icon sprite.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(root, "wwwroot");
const common = { absWorkingDir: root, bundle: true, minify: true, target: "es2022", legalComments: "eof", logLevel: "warning" };

async function buildScripts() {
  const files = await readdir(path.join(root, "src"));
  const modules = files.filter((file) => file.endsWith(".ts") && file !== "themeBoot.ts").map((file) => `src/${file}`);
  await build({ ...common, entryPoints: modules, outdir: path.join(out, "js"), format: "esm" });
  // Runs before the first paint, so it is a plain script and not a module.
  await build({ ...common, entryPoints: ["src/themeBoot.ts"], outdir: path.join(out, "js"), format: "iife" });
}

const buildStyles = () => build({ ...common, entryPoints: ["styles/app.css"], external: ["/_content/*"], outdir: path.join(out, "css") });

/** One sprite of the icons that icons.json names, so that a page makes one request for all of them. */
async function buildIcons() {
  const names = JSON.parse(await readFile(path.join(root, "src", "icons.json"), "utf8"));
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(path.join(root, "node_modules", "lucide-static", "icons", `${name}.svg`), "utf8");
      const body = svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
      return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").trim()}</symbol>`;
    }),
  );
  const sprite = `<!-- Lucide (ISC licence), https://lucide.dev --><svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  const file = path.join(out, "icons.svg");
  await writeFile(`${file}.part`, sprite);
  await rename(`${file}.part`, file);
}

await rm(path.join(out, "js"), { recursive: true, force: true });
await mkdir(out, { recursive: true });
await cp(path.join(root, "static"), out, { recursive: true });
await Promise.all([buildScripts(), buildStyles(), buildIcons()]);
