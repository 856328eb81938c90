// Opens every HTML page of a folder in Chromium and holds it to what docs/reports.md promises: no
// console message, no request to anywhere, no violation that axe-core finds in light or dark, no
// sideways scrolling on a phone or on paper, charts that are drawn, and no name that became markup.
// usage: node pages.mjs DIR     exit 1 where a page fails
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1200, height: 900 };
// A4 less the margins that page.css gives it.
const PAPER = { width: 703, height: 1016 };
const LYING_PAPER = { width: 1030, height: 688 };
// Above this size axe and printing need minutes: such pages are opened and measured on the phone only.
const MOST_BYTES = 400_000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function withBrowser(options, use) {
  const profile = mkdtempSync(join(tmpdir(), "vmatrix-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: FLAGS,
    ...options,
  });
  try {
    return await use(context);
  } finally {
    await context.close().catch(() => {}); // one that crashed is closed
    rmSync(profile, { recursive: true, force: true });
  }
}

async function openPage(context, url) {
  const page = await context.newPage();
  const noise = [];
  page.on("console", (message) => noise.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== url)
      noise.push(`request: ${request.url()}`);
  });
  await page.setViewportSize(DESK);
  await page.goto(url);
  return { page, noise };
}

async function axe(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  const told = violations.flatMap((violation) => violation.nodes.map((node) =>
    `${violation.id} (${violation.help}): ${node.html.slice(0, 200)} ${node.failureSummary}`));
  assert.deepEqual(told, [], `axe, ${scheme}`);
}

async function fitsOnPhone(page) {
  await page.setViewportSize(PHONE);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= PHONE.width, `${width} px wide on a phone of ${PHONE.width} px`);
}

// Wide tables are printed on pages of their own, which lie.
async function fitsOnPaper(page) {
  await page.setViewportSize(LYING_PAPER);
  await page.emulateMedia({ media: "print" });
  const tooWide = await page.evaluate(({ standing, lying }) =>
    Array.from(document.querySelectorAll("section > .wrap > table, dl, ul"), (element) => {
      const wide = element.closest(".wide") !== null;
      element.closest("section, header").style.width = `${wide ? lying : standing}px`;
      return element.scrollWidth > (wide ? lying : standing)
        ? `${element.tagName} of ${element.scrollWidth} px: ${element.textContent.slice(0, 60)}` : "";
    }).filter((text) => text !== ""), { standing: PAPER.width, lying: LYING_PAPER.width });
  assert.deepEqual(tooWide, [], "wider than A4");
  await page.emulateMedia({ media: null });
}

async function chartsAreDrawn(page) {
  const charts = await page.evaluate(() =>
    Array.from(document.querySelectorAll("figure.chart"), (figure) => {
      const canvas = figure.querySelector("canvas");
      if (figure.hidden || canvas === null)
        return "not shown";
      const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      const colours = new Set();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] === 255)
          colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return colours.size >= 2 ? "drawn" : "blank";
    }));
  assert.deepEqual(charts.filter((chart) => chart !== "drawn"), [], "charts");
  return charts.length;
}

async function namesAreText(page) {
  assert.equal(await page.evaluate(() => window.hostile), undefined, "a name ran as a script");
  const strange = await page.evaluate(() =>
    Array.from(document.querySelectorAll("img, iframe, object, embed, form, a, link, [style*=url]"),
      (element) => element.outerHTML.slice(0, 100)));
  assert.deepEqual(strange, [], "elements that no report has");
  const handlers = await page.evaluate(() =>
    Array.from(document.querySelectorAll("*")).flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith("on"))));
  assert.deepEqual(handlers, [], "handlers in attributes");
}

async function checkPage(context, path) {
  const url = pathToFileURL(path).href;
  const { page, noise } = await openPage(context, url);
  const charts = await chartsAreDrawn(page);
  await namesAreText(page);
  await fitsOnPhone(page);
  await page.setViewportSize(DESK);
  if (statSync(path).size <= MOST_BYTES) {
    await axe(page, "light");
    await axe(page, "dark");
    await fitsOnPaper(page);
    assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 1000, "no PDF");
  }
  assert.deepEqual(noise, []);
  await page.close();
  return charts;
}

async function checkWithoutScripts(context, path) {
  const { page, noise } = await openPage(context, pathToFileURL(path).href);
  assert.equal(await page.locator("figure.chart:visible").count(), 0, "an empty chart is shown");
  assert.ok(await page.locator("h1").isVisible());
  assert.deepEqual(noise, []);
  await page.close();
}

async function each(paths, what, check) {
  let failed = 0;
  for (const path of paths)
    try {
      const charts = await check(path);
      console.log(`ok      ${what}  ${path}${charts === undefined ? "" : `  charts: ${charts}`}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${what}  ${path}\n${error.message}`);
    }
  return failed;
}

const folder = resolve(process.argv[2]);
const paths = readdirSync(folder).filter((name) => name.endsWith(".html")).sort()
  .map((name) => join(folder, name));
assert.ok(paths.length > 0, `no page in ${folder}`);
let failed = await withBrowser({}, (context) =>
  each(paths, "page", (path) => checkPage(context, path)));
failed += await withBrowser({ javaScriptEnabled: false }, (context) =>
  each(paths, "without scripts", (path) => checkWithoutScripts(context, path)));
process.exit(failed > 0 ? 1 : 0);
