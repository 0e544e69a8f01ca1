/** What M7 compares with: Lighthouse and its own launcher in a process of their own, and nothing around them. */
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [, , url = "", chromePath = "", ...chromeFlags] = process.argv;
const chrome = await launch({ chromePath, chromeFlags });
const run = await lighthouse(url, {
  port: chrome.port,
  logLevel: "silent",
  onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
  disableFullPageScreenshot: true,
});
chrome.kill();
// Not when the last idle connection closes, which would be unfair to it.
process.stdout.write(JSON.stringify(run?.lhr), () => process.exit(0));
