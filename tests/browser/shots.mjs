// Pictures of every HTML page of a folder, to be looked at by a person: a desk in light and dark, a phone in
// both, and paper as PDF. Nothing is asserted; pages.mjs does that.
// usage: node shots.mjs DIR OUTPUT
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WIDTHS = { desk: 1200, phone: 360 };
const TALLEST = 3000; // of a picture, px

const [folder, output] = process.argv.slice(2, 4).map((path) => resolve(path));
mkdirSync(output, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "vmatrix-shots-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
const page = await context.newPage();
for (const name of readdirSync(folder).filter((file) => file.endsWith(".html")).sort()) {
  const to = join(output, basename(name, ".html"));
  for (const [device, width] of Object.entries(WIDTHS))
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(pathToFileURL(join(folder, name)).href);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.screenshot({ path: `${to}-${device}-${colorScheme}.png`, fullPage: true,
        clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) } });
    }
  await page.setViewportSize({ width: WIDTHS.desk, height: 900 });
  await page.pdf({ path: `${to}.pdf`, preferCSSPageSize: true });
}
await context.close();
rmSync(profile, { recursive: true, force: true });
