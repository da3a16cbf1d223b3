// Opens each page named on the command line in Chromium, from disk, and fails where it writes to
// the console, asks for anything, runs a script, breaks a rule of accessibility, or does not print.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
if (process.getuid?.() === 0) {
  args.push("--no-sandbox");
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: node check.js PAGE...");
  process.exit(2);
}

let passed = 0;
let failed = 0;
const browser = await chromium.launch({ executablePath, args, timeout: 60_000 });
try {
  for (const path of paths) {
    const findings = await check(path);
    for (const finding of findings) {
      console.error(`${path}: ${finding}`);
    }
    if (findings.length === 0) {
      passed += 1;
    } else {
      failed += 1;
    }
  }
} finally {
  await browser.close();
}
console.log(`pages: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function check(path) {
  const url = pathToFileURL(path).href;
  const findings = [];
  // The page's own policy forbids every script, axe's too: it is let in from outside.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.on("console", (message) => findings.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => findings.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== url) {
      findings.push(`asks for ${request.url()}`);
    }
  });
  await page.goto(url, { waitUntil: "load", timeout: 60_000 });
  const scripts = await page.locator("script, [onload], [onclick], [onerror]").count();
  if (scripts > 0) {
    findings.push(`${scripts} elements with scripts`);
  }
  await page.addScriptTag({ content: axe });
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
    levels,
  );
  for (const { id, impact, nodes } of result.violations) {
    findings.push(`${impact} ${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
  }
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (over > 0) {
      findings.push(`at ${width} pixels it is ${over} too wide`);
    }
  }
  await context.close();
  findings.push(...(await openAsPeopleDo(url)));
  return findings;
}

// Once more under the page's own policy: its style must be let through, and it must print.
async function openAsPeopleDo(url) {
  const findings = [];
  const page = await browser.newPage();
  page.on("console", (message) => findings.push(`console: ${message.text()}`));
  await page.goto(url, { waitUntil: "load", timeout: 60_000 });
  const border = await page
    .locator("th")
    .first()
    .evaluate((cell) => getComputedStyle(cell).borderTopStyle);
  if (border !== "solid") {
    findings.push("its own policy keeps its style out");
  }
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, timeout: 60_000 });
  if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) {
    findings.push("it does not print");
  }
  await page.close();
  return findings;
}
