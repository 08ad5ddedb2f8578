// Draws the app's icons anew from public/icons/icon.svg: `node tools/icons.mjs`, with Chromium at $CHROMIUM or where Debian has it.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folder = new URL("../public/icons/", import.meta.url);
const drawing = await readFile(new URL("icon.svg", folder), "utf8");
/** Launchers cut maskable icons to a circle of 80 %, and phones of one maker round the corners themselves: both get a full ground. */
const full = drawing.replace('rx="14"', "");
const shrunk = full
  .replace(/<g fill/, '<g transform="translate(9.6 9.6) scale(.7)"><g fill')
  .replace("</svg>", "</g></svg>");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
for (const [name, svg, size] of [
  ["icon-192.png", drawing, 192],
  ["icon-512.png", drawing, 512],
  ["maskable-512.png", shrunk, 512],
  ["apple-180.png", full, 180],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL(name, folder)), omitBackground: true });
}
await browser.close();
