// Makes bando.css out of bando.scss: only what the templates use. Run by make.sh.
import { readFileSync, writeFileSync, copyFileSync, chmodSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import * as sass from "sass";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const from = process.env.BOOTSTRAP_ITALIA ?? join(here, "node_modules/bootstrap-italia");
const { css } = sass.compile(join(here, "bando.scss"), {
  loadPaths: [join(from, "src/scss")],
  style: "compressed",
  quietDeps: true,
  logger: sass.Logger.silent,
});
const [{ css: purged }] = await new PurgeCSS().purge({
  // The names of verdicts and standings stand beside what they mean.
  content: ["web/templates/*.html", "web/pages/*.rs", "web/verdict.rs", "precheck/verdict.rs"].map(
    (it) => join(here, "../../src", it),
  ),
  css: [{ raw: css }],
  // Without these the ring around what has the focus goes, and nobody notices.
  safelist: { standard: ["data-focus-mouse"], deep: [/focus/], greedy: [/focus/] },
  variables: true,
  keyframes: true,
  fontFace: false,
});
const notice = "/*! Made by make.sh out of bootstrap-italia 2.18.0, BSD 3-Clause: see LICENSE-bootstrap-italia */\n";
writeFileSync(join(here, "bando.css"), notice + purged.replace(/^\uFEFF/, "").replace(/@charset "UTF-8";/, "") + "\n");
const fonts = join(from, "dist/fonts/Titillium_Web");
for (const [path, name] of [
  [join(from, "LICENSE"), "LICENSE-bootstrap-italia"],
  [join(fonts, "titillium-web-v10-latin-ext_latin-regular.woff2"), "titillium-web-regular.woff2"],
  [join(fonts, "titillium-web-v10-latin-ext_latin-600.woff2"), "titillium-web-600.woff2"],
  [join(fonts, "OFL.txt"), "OFL-titillium-web.txt"],
]) {
  copyFileSync(path, join(here, name));
  // The package has them as programs.
  chmodSync(join(here, name), 0o644);
}
console.log(`bando.css: ${readFileSync(join(here, "bando.css")).length} bytes`);
