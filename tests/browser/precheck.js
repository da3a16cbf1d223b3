// Follows the guided check of a running server in Chromium, as applicants do: in both languages,
// with and without JavaScript, by keyboard alone, on a narrow screen, with large letters. Fails
// where a page breaks a rule of accessibility, loses the ring around what has the focus, or does
// not come to the result it should.
//
//     node precheck.js http://127.0.0.1:8080 [--shots FOLDER]

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Steps, launch, over, prints, violations } from "./support.js";

const [base, option, folder] = process.argv.slice(2);
if (!base || (option && option !== "--shots")) {
  console.error("usage: node precheck.js ADDRESS [--shots FOLDER]");
  process.exit(2);
}
if (folder) {
  mkdirSync(folder, { recursive: true });
}

const words = {
  it: { list: "/it/", call: "/it/avvisi/puglia_azione_9_3", check: "/it/avvisi/puglia_azione_9_3/verifica", unknown: "Non so", cannot: "Non può presentare domanda", open: "Non si può ancora dire", problem: "C'è un errore", small: "/it/avvisi/laboratori", smallCheck: "/it/avvisi/laboratori/verifica", closed: "L'avviso è chiuso", could: "Con queste risposte avrebbe potuto presentare domanda", may: "Può presentare domanda", change: "Che cosa cambierebbe il risultato", none: "Nulla di ciò che si può cambiare basterebbe" },
  en: { list: "/en/", call: "/en/calls/puglia_azione_9_3", check: "/en/calls/puglia_azione_9_3/check", unknown: "I don't know", cannot: "You cannot apply", open: "It cannot be said yet", problem: "There is a problem", small: "/en/calls/laboratori", smallCheck: "/en/calls/laboratori/check", closed: "The call is closed", could: "With these answers you could have applied", may: "You may apply", change: "What would change the result", none: "Nothing that can be changed would be enough" },
};

// Somebody who may apply, by the call of the tests.
const applicant = JSON.stringify({
  form: "comune",
  name: "Il filo",
  cost: "2000.00",
  documents: ["domanda", "progetto"],
});

const steps = new Steps();
const step = (name, run) => steps.step(name, run);
const browser = await launch();
try {
  await step("the check finds what is broken", brokenPage);
  for (const language of ["it", "en"]) {
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
      await step(`${language}, ${how}`, (findings) => follow(language, javaScriptEnabled, findings));
    }
  }
  for (const language of ["it", "en"]) {
    await step(`${language}, a call that is closed`, (findings) => closed(language, findings));
    await step(`${language}, what would change the result`, (findings) => changes(language, findings));
    await step(`${language}, every reason`, (findings) => everyReason(language, findings));
    await step(`${language}, who may apply`, (findings) => mayApply(language, findings));
  }
  await step("what is folded opens in print", folded);
  await step("by keyboard alone", byKeyboard);
  await step("320 pixels wide", (findings) => narrow(findings));
  await step("letters of twice the size", (findings) => large(findings));
  await step("both languages keep the answers", otherLanguage);
  await step("hostile labels", hostile);
} finally {
  await browser.close();
}
steps.end("pre-check in a browser");

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
  findings.push(...(await violations(other)).map((it) => `${where}: ${it}`));
  const wide = await over(other);
  if (wide > 0) {
    findings.push(`${where}: ${wide} pixels too wide`);
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
  if (javaScriptEnabled && !(await prints(page))) {
    findings.push("it does not print");
  }
  if ((await page.context().cookies()).length > 0) {
    findings.push("a cookie was set");
  }
  await page.goto(new URL("/it/nowhere", base).href);
  await look("a-not-found");
  await page.context().close();
}

// Sends what a form of ours would send, and shows the page that comes back.
async function send(page, path, fields) {
  await page.goto(new URL(path, base).href, { waitUntil: "load" });
  const arrived = page.waitForNavigation({ waitUntil: "load" });
  await page.evaluate(
    ([action, fields]) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = action;
      for (const [name, value] of Object.entries(fields)) {
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = name;
        input.value = value;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    },
    [path, fields],
  );
  await arrived;
}

// Looks at a page at both widths.
async function look(page, findings, where) {
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await shot(page, `${where}-${width}`);
    await accessible(page, findings, `${where} at ${width} pixels`);
  }
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 760, height: 1000 });
  await shot(page, `${where}-print`);
  await page.emulateMedia({ media: "screen" });
}

// Whoever comes too late is told on every page.
async function closed(language, findings) {
  const say = words[language];
  const page = await open({ locale: language });
  const [call, check] = [say.small, say.smallCheck].map((it) => it.replace("laboratori", "past"));
  await page.goto(new URL(call, base).href, { waitUntil: "load" });
  const told = async (where) => {
    if (!(await page.locator(".notice").innerText()).includes(say.closed)) {
      findings.push(`${where}: it does not say that the call is closed`);
    }
    await look(page, findings, `${language}-closed-${where}`);
  };
  await told("call");
  await page.locator('button[value="start"]').click();
  await told("question");
  await send(page, check, { go: "result", answers: applicant });
  if ((await heading(page)) !== say.could) {
    findings.push(`whoever comes too late is told: ${await heading(page)}`);
  }
  await told("result");
  await page.context().close();
}

// What would change the outcome, where something does and where nothing does.
async function changes(language, findings) {
  const say = words[language];
  const page = await open({ locale: language });
  const dear = JSON.stringify({ ...JSON.parse(applicant), cost: "60000.00" });
  await send(page, say.smallCheck, { go: "result", answers: dear });
  await page.locator('button[value="changes"]').click();
  const steps = page.locator(".changes > li");
  if ((await page.locator("#changes").innerText()) !== say.change || (await steps.count()) !== 1) {
    findings.push("one change is not told as one");
  }
  await look(page, findings, `${language}-changes`);
  await send(page, say.smallCheck, { go: "changes", answers: JSON.stringify({ form: "persona" }) });
  if (!(await page.locator("main").innerText()).includes(say.none)) {
    findings.push("it does not say that nothing helps");
  }
  await look(page, findings, `${language}-changes-none`);
  await page.context().close();
}

// Whoever is refused may go on until every reason is found.
async function everyReason(language, findings) {
  const say = words[language];
  const page = await open({ locale: language });
  await send(page, say.smallCheck, { go: "result", answers: JSON.stringify({ form: "persona" }) });
  const before = await page.locator(".requirements.not_examined > li").count();
  await page.locator('button[value="reasons"]').click();
  await look(page, findings, `${language}-reasons-question`);
  await doNotKnow(page);
  if ((await heading(page)) !== say.cannot) {
    findings.push(`with every reason: ${await heading(page)}`);
  }
  const after = await page.locator(".requirements.not_examined > li").count();
  if (before === 0 || after > 0) {
    findings.push(`${before} requirements were not examined, then ${after}`);
  }
  await look(page, findings, `${language}-reasons`);
  await page.context().close();
}

async function mayApply(language, findings) {
  const say = words[language];
  const page = await open({ locale: language });
  await send(page, say.smallCheck, { go: "result", answers: applicant });
  if ((await heading(page)) !== say.may) {
    findings.push(`whoever may apply is told: ${await heading(page)}`);
  }
  await look(page, findings, `${language}-may`);
  await page.context().close();
}

// The open result names what is missing first, each question once, and folds the rest; on paper
// nothing stays folded.
async function folded(findings) {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open({ javaScriptEnabled, locale: "it" });
    await page.goto(new URL(words.it.check, base).href, { waitUntil: "load" });
    await doNotKnow(page);
    const first = page.locator("main h2").first();
    if ((await first.getAttribute("id")) !== "missing") {
      findings.push(`the open result begins with ${await first.innerText()}`);
    }
    const asked = await page.locator('.missing button[value^="edit:"]').count();
    const once = new Set(
      await page.locator(".missing button").evaluateAll((all) => all.map((it) => it.value)),
    );
    if (asked === 0 || asked !== once.size) {
      findings.push(`${asked} questions are missing, of them ${once.size} different`);
    }
    const inside = page.locator(".requirements.waits_for_answers > li").first();
    const shown = () => inside.evaluate((it) => it.checkVisibility({ contentVisibilityAuto: true }));
    if (await shown()) {
      findings.push("what depends on it is not folded");
    }
    await page.locator("#group-waits_for_answers").click();
    if (!(await shown())) {
      findings.push("what is folded does not open");
    }
    await page.locator("#group-waits_for_answers").click();
    await page.emulateMedia({ media: "print" });
    if (!(await shown())) {
      findings.push("what is folded stays so on paper");
    }
    if (!(await page.locator(".up").isVisible())) {
      findings.push("the paper does not say of which call it is");
    }
    await page.emulateMedia({ media: "screen" });
    if (javaScriptEnabled) {
      await look(page, findings, "it-open");
    }
    await page.context().close();
  }
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
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await shot(page, `large-${where}`);
    const wide = await over(page);
    if (wide > 0) {
      findings.push(`${where}: ${wide} pixels too wide`);
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
