// Opens each page named on the command line in Chromium, from disk, and fails where it writes to
// the console, asks for anything, runs a script, breaks a rule of accessibility, or does not print.

import { pathToFileURL } from "node:url";
import { Steps, launch, over, prints, violations } from "./support.js";

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: node check.js PAGE...");
  process.exit(2);
}

const steps = new Steps();
const browser = await launch();
try {
  for (const path of paths) {
    await steps.step(path, async (findings) => {
      const url = pathToFileURL(path).href;
      await check(url, findings);
      await openAsPeopleDo(url, findings);
    });
  }
} finally {
  await browser.close();
}
steps.end("pages");

async function check(url, findings) {
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
  findings.push(...(await violations(page)));
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await over(page);
    if (wide > 0) {
      findings.push(`at ${width} pixels it is ${wide} too wide`);
    }
  }
  await context.close();
}

// Once more under the page's own policy: its style must be let through, and it must print.
async function openAsPeopleDo(url, findings) {
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
  if (!(await prints(page, { preferCSSPageSize: true, printBackground: true }))) {
    findings.push("it does not print");
  }
  await page.close();
}
