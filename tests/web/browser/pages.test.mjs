// The pages in a real browser against a running server: INCIPIT_URL (e.g. http://127.0.0.1:8080). The index has
// to hold the reference author's seven papers and imported figures, as the bundled sample does.
// Chromium: INCIPIT_CHROMIUM, else /usr/bin/chromium. Screenshots go to artifacts/ at the top of the project.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const base = (process.env.INCIPIT_URL ?? "").replace(/\/$/, "");
const chromiumPath = process.env.INCIPIT_CHROMIUM ?? "/usr/bin/chromium";
const playwright = await import("playwright-core").catch(() => null);
const missing = !base ? "INCIPIT_URL is not set"
  : !playwright ? "playwright-core is not installed (npm install --no-package-lock)"
  : !existsSync(chromiumPath) ? `no Chromium at ${chromiumPath}`
  : false;
const options = { skip: missing, timeout: 60_000 };

const artifacts = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../artifacts");
const year = new Date().getUTCFullYear();

// The reference page, newest first: tag, date, title, the authors it names, position where later than third.
const referencePapers = [
  ["LG", "2026-04-27", "The Last Human-Written Paper: Agent-Native Research Artifacts",
    ["Jiachen Liu", "Jiaxin Pei", "Jintao Huang"], "9th of 37"],
  ["CY", "2026-02-05", "The Story is Not the Science: Execution-Grounded Evaluation of Mechanistic Interpretability Research",
    ["Xiaoyan Bai", "Alexander Baumgartner", "Haojia Sun"]],
  ["AI", "2025-10-03", "Know Thyself? On the Incapability and Implications of AI Self-Recognition",
    ["Xiaoyan Bai", "Aryan Shrivastava", "Ari Holtzman"]],
  ["LG", "2025-09-30", "Why Can't Transformers Learn Multiplication? Reverse-Engineering Reveals Long-Range Dependency Pitfalls",
    ["Xiaoyan Bai", "Itamar Pres", "Yuntian Deng"]],
  ["CL", "2025-05-20", "Concept Incongruence: An Exploration of Time and Death in Role Playing",
    ["Xiaoyan Bai", "Ike Peng", "Aditya Singh"]],
  ["CL", "2024-02-09", "Learn To be Efficient: Build Structured Sparsity in Large Language Models",
    ["Haizhong Zheng", "Xiaoyan Bai", "Xueshen Liu"]],
  ["CL", "2024-01-03", "A Mechanistic Understanding of Alignment Algorithms: A Case Study on DPO and Toxicity",
    ["Andrew Lee", "Xiaoyan Bai", "Itamar Pres"]],
];

function shownDate(iso) {
  const [y, m, d] = iso.split("-").map(Number);
  const month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[m - 1];
  return y === year ? `${month} ${d}` : `${month} ${d}, ${y}`;
}

let browser;

before(async () => {
  if (missing) return;
  mkdirSync(artifacts, { recursive: true });
  browser = await playwright.chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
});

after(async () => browser?.close());

// Opens a page, runs `use` on it, and fails for console errors, failed requests and requests to other hosts, but for
// those that `expected` names.
async function withPage(contextOptions, use, expected = /^$/) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`page: ${error}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${base}/`)) faults.push(`another host: ${request.url()}`);
  });
  try {
    await use(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(faults.filter((fault) => !expected.test(fault)), []);
}

async function json(pathAndQuery) {
  const reply = await fetch(base + pathAndQuery);
  assert.equal(reply.status, 200, `${pathAndQuery}: ${reply.status}`);
  return reply.json();
}

async function shot(page, name) {
  await page.screenshot({ path: path.join(artifacts, `${name}.png`) });
}

async function authorPath() {
  const authors = await json("/v1/authors?q=Xiaoyan%20Bai");
  const bai = authors.results.find((author) => author.name === "Xiaoyan Bai");
  assert.ok(bai, "the index has no author Xiaoyan Bai");
  return `/author/${bai.id}`;
}

// The counts that a facet shows, by value.
async function shownCounts(page, facet) {
  const links = page.locator(`section[data-facet="${facet}"] a[data-value]`);
  return Object.fromEntries(await links.evaluateAll((all) => all.map((a) => [a.dataset.value, Number(a.dataset.count)])));
}

async function shownTotal(page) {
  const text = await page.locator("[data-total]").innerText();
  return Number(text.replace(/\D/g, ""));
}

async function countsOf(search, facet) {
  const reply = await json(`/v1/papers${search}${search.includes("?") ? "&" : "?"}facets=${facet}`);
  return {
    total: reply.total.value,
    counts: Object.fromEntries(reply.facets[facet].values.map(({ value, count }) => [value, count])),
  };
}

async function checkFacet(page, facet) {
  const api = await countsOf(new URL(page.url()).search, facet);
  assert.deepEqual(await shownCounts(page, facet), api.counts);
  assert.equal(await shownTotal(page), api.total);
}

async function noSidewaysScroll(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, `${page.url()} is ${wide} px wider than the window`);
}

test("home page says what the index holds and lists the newest papers", options, () =>
  withPage({}, async (page) => {
    await page.goto(`${base}/`);
    assert.equal(await page.locator("h1").innerText(), "Incipit");
    const index = await json("/v1/index");
    const holdings = await page.locator(".holdings").innerText();
    assert.ok(holdings.replace(/,/g, "").includes(`${index.papers} papers`), holdings);
    const newest = await json("/v1/papers");
    const ids = await page.locator("article.hit").evaluateAll((all) => all.map((hit) => hit.dataset.id));
    assert.deepEqual(ids, newest.results.map((paper) => paper.id));
    await shot(page, "home");
  }));

test("typing a query and Enter gives the answer of the API, highlighted", options, () =>
  withPage({}, async (page) => {
    await page.goto(`${base}/`);
    await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "q");  // by itself, soon after loading
    await page.keyboard.type("language models");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?/);
    assert.equal(await page.locator("input[name=q]").inputValue(), "language models");
    const api = await json("/v1/papers?q=language%20models");
    const ids = await page.locator("article.hit").evaluateAll((all) => all.map((hit) => hit.dataset.id));
    assert.deepEqual(ids, api.results.map((paper) => paper.id));
    assert.equal(await shownTotal(page), api.total.value);
    assert.ok(await page.locator("article.hit mark").count() > 0, "no highlight");
    await shot(page, "search");
  }));

test("a facet goes on and off with the counts of the API", options, () =>
  withPage({}, async (page) => {
    await page.goto(`${base}/search?q=language%20models`);
    await checkFacet(page, "category");
    await checkFacet(page, "year");
    const before = await shownTotal(page);

    const value = page.locator('section[data-facet="category"] a[data-value]').first();
    const code = await value.getAttribute("data-value");
    await value.click();
    await page.waitForURL(/category=/);
    await checkFacet(page, "category");
    await checkFacet(page, "year");
    const selected = page.locator('section[data-facet="category"] a.on');
    assert.equal(await selected.getAttribute("data-value"), code);
    assert.equal(await page.locator(".chips li").count(), 2, "one filter and `remove all`");
    await shot(page, "search-filtered");

    const second = page.locator('section[data-facet="category"] a[data-value]:not(.on)').first();
    if (await second.count() > 0) {
      await second.click();
      await page.waitForLoadState();
      assert.equal(await page.locator('section[data-facet="category"] a.on').count(), 2);
      await checkFacet(page, "category");
      await page.goBack();
    }
    await page.locator('section[data-facet="category"] a.on').click();
    await page.waitForURL((url) => !url.search.includes("category="));
    assert.equal(await shownTotal(page), before);
  }));

test("the reference author's page has all tiles and the seven papers", options, () =>
  withPage({}, async (page) => {
    await page.goto(base + await authorPath());
    assert.equal(await page.locator("h1").innerText(), "Xiaoyan Bai");
    assert.equal(await page.locator(".who .tag").innerText(), "CL");
    const tile = (name) => page.locator(`li[data-metric="${name}"]`);
    for (const [name, label, value] of [["h_index", "h-index", "50"], ["papers", "papers", "7"],
      ["citations", "citations", "220"], ["ai_score", "AI Score", "58"]]) {
      assert.equal(await tile(name).locator(".tile-label").innerText(), label);
      assert.equal(await tile(name).locator(".value").innerText(), value);
    }
    assert.equal(await tile("novelty").locator(".tile-label").innerText(), "Novelty");
    assert.match(await tile("novelty").innerText(), /64%/);
    assert.match(await tile("h_index").innerText(), /imported: reference author page, Jul 1, 2026/);
    assert.match(await tile("h_index").innerText(), /breaks h-index ≤ papers/);

    assert.equal(await page.locator("h2#papers").innerText(), "7 Papers");
    const hits = page.locator("article.hit");
    assert.equal(await hits.count(), referencePapers.length);
    for (const [i, [tag, date, title, names, position]] of referencePapers.entries()) {
      const hit = hits.nth(i);
      assert.equal(await hit.locator(".tag").innerText(), tag, title);
      assert.equal(await hit.locator("time").innerText(), shownDate(date), title);
      assert.equal(await hit.locator("time").getAttribute("datetime"), date, title);
      assert.equal(await hit.locator("h3").innerText(), title);
      const people = names.join(", ") + (position ? ` … Xiaoyan Bai, ${position} et al.` : " et al.");
      assert.equal(await hit.locator(".people").innerText(), people);
      assert.ok((await hit.locator(".text").innerText()).length > 400, `${title}: the abstract is not in full`);
    }
    assert.equal(await page.locator("svg.chart").count(), 1);
    await shot(page, "author");
    await page.emulateMedia({ media: "print" });
    const added = await page.locator("article.hit time").evaluateAll((all) =>
      all.map((time) => time.textContent + getComputedStyle(time, "::after").content.replace(/"/g, "")
        .replace("none", "")));
    for (const text of added) assert.match(text, /20\d\d/, "print leaves no year out");
  }));

test("names and titles lead to pages of their own", options, () =>
  withPage({}, async (page) => {
    await page.goto(base + await authorPath());
    await page.locator("article.hit h3 a").first().click();
    await page.waitForURL(/\/paper\//);
    assert.equal(await page.locator("h1").innerText(), referencePapers[0][2]);
    await page.locator("details summary").first().click();
    await shot(page, "paper");
    await page.locator(".people a", { hasText: "Xiaoyan Bai" }).click();
    await page.waitForURL(/\/author\//);
    assert.equal(await page.locator("h1").innerText(), "Xiaoyan Bai");
  }));

test("everything reads and works without scripts", options, () =>
  withPage({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${base}/`);
    await page.locator("input[name=q]").fill("language models");
    await page.locator("input[name=q]").press("Enter");
    await page.waitForURL(/\/search\?/);
    assert.ok(await page.locator("article.hit").count() > 0);
    await page.locator('section[data-facet="category"] a[data-value]').first().click();
    await page.waitForURL(/category=/);
    assert.ok(await page.locator("article.hit").count() > 0);
    await page.goto(base + await authorPath());
    assert.equal(await page.locator("li.tile").count(), 5);
  }));

test("nothing scrolls sideways at 360 px", options, () =>
  withPage({ viewport: { width: 360, height: 760 } }, async (page) => {
    const author = await authorPath();
    const paths = ["/", "/search?q=language%20models", "/search?q=zzzzqqqq", author, "/paper/2604.24658", "/name/Bai",
      `/search?q=${"x".repeat(300)}`];
    for (const [i, address] of paths.entries()) {
      await page.goto(base + address);
      await noSidewaysScroll(page);
      await shot(page, `narrow-${i}`);
    }
  }));

test("dark mode is dark, and readable", options, () =>
  withPage({ colorScheme: "dark" }, async (page) => {
    await page.goto(base + await authorPath());
    const [ground, ink] = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return [style.backgroundColor, style.color].map((colour) => colour.match(/\d+/g).slice(0, 3).map(Number));
    });
    assert.ok(Math.max(...ground) < 60, `ground ${ground}`);
    assert.ok(Math.min(...ink) > 180, `ink ${ink}`);
    await shot(page, "author-dark");
    await page.goto(`${base}/search?q=language%20models`);
    await shot(page, "search-dark");
  }));

test("the keyboard reaches the content first, and focus is visible", options, () =>
  withPage({}, async (page) => {
    await page.goto(`${base}/search?q=language`);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    const box = await page.locator(".skip").boundingBox();
    assert.ok(box.y >= 0, "the skip link shows when it has focus");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  }));

test("hostile text in a query stays text", options, () =>
  withPage({}, async (page) => {
    let dialogs = 0;
    page.on("dialog", async (dialog) => {
      dialogs += 1;
      await dialog.dismiss();
    });
    for (const text of ['"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "' onfocus='alert(1)' autofocus='",
      "{{base}} {{{q}}}"]) {
      const reply = await page.goto(`${base}/search?q=${encodeURIComponent(text)}`);
      assert.ok([200, 400].includes(reply.status()), `${text}: ${reply.status()}`);
      if (reply.status() === 200) assert.equal(await page.locator("input[name=q]").inputValue(), text);
      assert.equal(await page.locator("main img, main script").count(), 0);
    }
    assert.equal(dialogs, 0);
  }, /status of 400/));
