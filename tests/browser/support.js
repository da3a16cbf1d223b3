// What the checks in a browser share: Chromium from the system, axe, and how the steps are counted.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Starts the browser.
export function launch() {
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
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args, timeout: 60_000 });
}

// Returns what axe finds on a page that lets scripts in.
export async function violations(page) {
  await page.addScriptTag({ content: axe });
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
    levels,
  );
  return result.violations.map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes.slice(0, 3).map((it) => it.html).join(" | ")}`,
  );
}

// Returns by how many pixels a page is wider than its window.
export function over(page) {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

// Tells whether something can be printed.
export async function prints(page, options) {
  const pdf = await page.pdf({ ...options, timeout: 60_000 });
  return pdf.subarray(0, 5).equals(Buffer.from("%PDF-"));
}

// Counts the steps that find nothing, and those that do; a step that breaks has found something.
export class Steps {
  passed = 0;
  failed = 0;

  async step(name, run) {
    const findings = [];
    try {
      await run(findings);
    } catch (error) {
      findings.push(String(error.message).split("\n")[0]);
    }
    for (const finding of findings) {
      console.error(`${name}: ${finding}`);
    }
    if (findings.length === 0) this.passed += 1;
    else this.failed += 1;
  }

  // Says how many there were, and ends.
  end(what) {
    console.log(`${what}: ${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}
