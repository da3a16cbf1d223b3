// Follows the guided check of a running server in Chromium, as applicants do: in both languages,
// with and without JavaScript, by keyboard alone, on a narrow screen, with large letters. Fails
// where a page breaks a rule of accessibility, loses the ring around what has the focus, or does
// not come to the result it should.
//
//     node precheck.js http://127.0.0.1:8080 [--shots FOLDER]

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
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

const [base, option, folder] = process.argv.slice(2);
if (!base || (option && option !== "--shots")) {
  console.error("usage: node precheck.js ADDRESS [--shots FOLDER]");
  process.exit(2);
}
if (folder) {
  mkdirSync(folder, { recursive: true });
}

const words = {
  it: { list: "/it/", call: "/it/avvisi/puglia_azione_9_3", check: "/it/avvisi/puglia_azione_9_3/verifica", unknown: "Non so", cannot: "Non può presentare domanda", open: "Non si può ancora dire", problem: "C'è un errore" },
  en: { list: "/en/", call: "/en/calls/puglia_azione_9_3", check: "/en/calls/puglia_azione_9_3/check", unknown: "I don't know", cannot: "You cannot apply", open: "It cannot be said yet", problem: "There is a problem" },
};

let passed = 0;
let failed = 0;
async function step(name, run) {
  const findings = [];
  try {
    await run(findings);
  } catch (error) {
    findings.push(String(error.message).split("\n")[0]);
  }
  for (const finding of findings) {
    console.error(`${name}: ${finding}`);
  }
  if (findings.length === 0) passed += 1;
  else failed += 1;
}

const browser = await chromium.launch({ executablePath, args, timeout: 60_000 });
try {
  await step("the check finds what is broken", brokenPage);
  for (const language of ["it", "en"]) {
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
      await step(`${language}, ${how}`, (findings) => follow(language, javaScriptEnabled, findings));
    }
  }
  await step("by keyboard alone", byKeyboard);
  await step("320 pixels wide", (findings) => narrow(findings));
  await step("letters of twice the size", (findings) => large(findings));
  await step("both languages keep the answers", otherLanguage);
  await step("hostile labels", hostile);
} finally {
  await browser.close();
}
console.log(`pre-check in a browser: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function open(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

// What axe finds on the page as it is, looked at in a page of its own where scripts may run.
async function accessible(page, findings, where) {
  const html = await page.content();
  const context = await browser.newContext({ bypassCSP: true, viewport: page.viewportSize() });
  const other = await context.newPage();
  await other.route("**/*", async (route) => {
    if (route.request().resourceType() === "document") {
      await route.fulfill({ contentType: "text/html; charset=utf-8", body: html });
    } else {
      await route.continue();
    }
  });
  await other.goto(page.url(), { waitUntil: "load" });
  await other.addScriptTag({ content: axe });
  const result = await other.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
    levels,
  );
  for (const { id, impact, nodes } of result.violations) {
    findings.push(`${where}: ${impact} ${id}: ${nodes.slice(0, 3).map((it) => it.html).join(" | ")}`);
  }
  const over = await other.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (over > 0) {
    findings.push(`${where}: ${over} pixels too wide`);
  }
  await context.close();
}

async function shot(page, name) {
  if (folder) {
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
}

async function heading(page) {
  return (await page.locator("h1").first().innerText()).trim();
}

// Goes on, answering "I don't know", until there is a result.
async function doNotKnow(page, most = 80) {
  for (let count = 0; count < most; count += 1) {
    const button = page.locator('button[name="go"][value="unknown"]');
    if ((await button.count()) === 0) {
      return;
    }
    await button.click();
  }
  throw new Error("the check never ends");
}

async function follow(language, javaScriptEnabled, findings) {
  const say = words[language];
  const page = await open({ javaScriptEnabled, locale: language });
  page.on("console", (message) => {
    // The browser remarks on the page that is asked for and is not there.
    if (!message.location().url.endsWith("/nowhere")) {
      findings.push(`console: ${message.text()}`);
    }
  });
  await page.goto(base, { waitUntil: "load" });
  if (!page.url().endsWith(say.list)) {
    findings.push(`${page.url()} is not the list in ${language}`);
  }
  const name = `${language}-${javaScriptEnabled ? "js" : "plain"}`;
  const look = async (where) => {
    await shot(page, `${name}-${where}`);
    if (javaScriptEnabled) {
      await accessible(page, findings, where);
    }
  };
  await look("1-list");
  await page.locator(`a[href="${say.call}"]`).click();
  await look("2-call");
  await page.locator('button[value="start"]').click();
  await look("3-question");
  // An empty answer leads to a summary of errors whose link leads to the field.
  await page.locator('button[value="next"]').click();
  if (!(await page.getByRole("alert").innerText()).includes(say.problem)) {
    findings.push("an empty answer is taken");
  }
  const target = await page.locator('.problem a').getAttribute("href");
  if ((await page.locator(target).count()) !== 1) {
    findings.push(`the summary of errors leads to ${target}, which is nowhere`);
  }
  await look("4-error");
  await doNotKnow(page);
  if ((await heading(page)) !== say.open) {
    findings.push(`who knows nothing is told: ${await heading(page)}`);
  }
  await look("5-result-open");
  await page.locator('button[value="summary"]').click();
  await look("6-summary");
  await page.locator('button[value="edit:applicant.form"]').click();
  await look("7-choice");
  await page.getByLabel(language === "it" ? "Persona fisica" : "Natural person").check();
  await page.locator('button[value="next"]').click();
  if ((await heading(page)) !== say.cannot) {
    findings.push(`a natural person is told: ${await heading(page)}`);
  }
  await look("8-result-cannot");
  await page.locator('button[value="link"]').click();
  const link = await page.locator("#link").getAttribute("href");
  await look("9-link");
  await page.goto(new URL(link, base).href, { waitUntil: "load" });
  await page.locator('button[value="result"]').click();
  if ((await heading(page)) !== say.cannot) {
    findings.push(`the link restores: ${await heading(page)}`);
  }
  const pdf = javaScriptEnabled ? await page.pdf({ timeout: 60_000 }) : Buffer.from("%PDF-");
  if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) {
    findings.push("it does not print");
  }
  if ((await page.context().cookies()).length > 0) {
    findings.push("a cookie was set");
  }
  await page.goto(new URL("/it/nowhere", base).href);
  await look("a-not-found");
  await page.context().close();
}

// What surrounds the element that has the focus.
async function ring(page) {
  return page.evaluate(() => {
    const it = document.activeElement;
    const style = getComputedStyle(it);
    const label = it.nextElementSibling ? getComputedStyle(it.nextElementSibling) : style;
    const visible = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
    return { name: `${it.tagName} ${it.name ?? ""} ${it.value ?? ""}`, visible: visible(style) || visible(label) };
  });
}

async function byKeyboard(findings) {
  const page = await open({});
  await page.goto(new URL(words.it.check, base).href);
  // From the top of the page to the button, each stop with its ring.
  const stops = [];
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press("Tab");
    const { name, visible } = await ring(page);
    stops.push(name);
    if (!visible) {
      findings.push(`no ring around ${name}`);
    }
    if (name.startsWith("BUTTON go unknown")) {
      break;
    }
  }
  if (!stops.at(-1).startsWith("BUTTON go unknown")) {
    findings.push(`the keyboard does not reach "Non so": ${stops.join(", ")}`);
    return;
  }
  const before = await heading(page);
  const moved = page.waitForNavigation({ waitUntil: "load" });
  await page.keyboard.press("Enter");
  await moved;
  if ((await heading(page)) === before) {
    findings.push("Enter on “Non so” leads nowhere");
  }
  await page.goto(new URL(words.it.check, base).href);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  if (!page.url().endsWith("#main")) {
    findings.push("the first stop does not skip to the content");
  }
  await page.context().close();
}

async function narrow(findings) {
  const page = await open({ viewport: { width: 320, height: 640 } });
  for (const [where, path] of [["list", words.it.list], ["call", words.it.call], ["question", words.it.check]]) {
    await page.goto(new URL(path, base).href);
    await shot(page, `narrow-${where}`);
    await accessible(page, findings, `${where} at 320 pixels`);
  }
  await doNotKnow(page);
  await shot(page, "narrow-result");
  await accessible(page, findings, "result at 320 pixels");
  await page.context().close();
}

async function large(findings) {
  const page = await open({ viewport: { width: 1280, height: 900 } });
  for (const [where, path] of [["list", words.en.list], ["call", words.en.call], ["question", words.en.check]]) {
    await page.goto(new URL(path, base).href);
    const over = await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    });
    await shot(page, `large-${where}`);
    if (over > 0) {
      findings.push(`${where}: ${over} pixels too wide`);
    }
  }
  await page.context().close();
}

async function otherLanguage(findings) {
  const page = await open({});
  await page.goto(new URL(words.it.check, base).href);
  await page.locator('button[value="unknown"]').click();
  const asked = await page.locator('main input[name="question"]').getAttribute("value");
  await page.locator("header button").click();
  if ((await page.locator("html").getAttribute("lang")) !== "en") {
    findings.push("the switch does not change the language");
  }
  const now = await page.locator('main input[name="question"]').getAttribute("value");
  const put = await page.locator('main input[name="put"]').getAttribute("value");
  if (now !== asked || !put) {
    findings.push(`the switch loses the place: ${asked}, ${now}, ${put}`);
  }
  await page.context().close();
}

async function hostile(findings) {
  const page = await open({});
  page.on("dialog", async (dialog) => {
    findings.push("a label ran a script");
    await dialog.dismiss();
  });
  for (const path of ["/it/", "/it/avvisi/hostile", "/it/avvisi/hostile/verifica", "/en/calls/hostile/check"]) {
    await page.goto(new URL(path, base).href, { waitUntil: "load" });
    if ((await page.locator("main img, main script, [onerror]").count()) > 0) {
      findings.push(`${path}: a label became markup`);
    }
  }
  await doNotKnow(page);
  if ((await page.locator("main img, main script, [onerror]").count()) > 0) {
    findings.push("result: a label became markup");
  }
  await page.context().close();
}

// A check that never fails checks nothing.
async function brokenPage(findings) {
  const page = await open({});
  await page.goto(new URL(words.it.check, base).href);
  await page.evaluate(() => {
    document.documentElement.removeAttribute("lang");
    document.querySelector("h1").innerHTML = "<img src='data:,'>";
    document.body.insertAdjacentHTML("beforeend", "<div style='width:3000px'>-</div><input id='v'>");
    document.head.insertAdjacentHTML("beforeend", "<style>*{outline:none !important}</style>");
    for (const sheet of document.styleSheets) {
      if (sheet.href) sheet.disabled = true;
    }
  });
  const found = [];
  await accessible(page, found, "broken");
  for (const sign of ["html-has-lang", "image-alt", "label", "too wide"]) {
    if (!found.some((it) => it.includes(sign))) {
      findings.push(`\`${sign}\` was not found on a broken page: ${found.join("; ")}`);
    }
  }
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  if ((await ring(page)).visible) {
    findings.push("a ring was found where there is none");
  }
  await page.context().close();
}
