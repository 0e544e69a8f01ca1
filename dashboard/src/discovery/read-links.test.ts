import { expect, test } from "vitest";
import { readLinks } from "./read-links.ts";

const page = "https://a.example/dir/page";

test("reads links however they are written, against the address of the page", () => {
  const html = `<a href="/one">1</a><A class=x HREF='two?x=1&amp;y=2'>2</A><a
    href=three>3</a><a name="none">-</a><a data-href="/no" href="//b.example/four">4</a>`;
  expect(readLinks(html, page)).toEqual([
    "https://a.example/one",
    "https://a.example/dir/two?x=1&y=2",
    "https://a.example/dir/three",
    "https://b.example/four",
  ]);
});

test("reads them against the base of the page", () => {
  expect(readLinks(`<base href="/app/"><a href="x">x</a>`, page)).toEqual(["https://a.example/app/x"]);
});

test("passes over comments, scripts and templates", () => {
  const html = `<!-- <a href="/1"> <b> --><script>s = '<a href="/2">' + "/script"; t = "<b>"</script>
    <template><a href="/3"></a></template><style></style><article href="/4"></article><a href="/5">x</a>`;
  expect(readLinks(html, page)).toEqual(["https://a.example/5"]);
});

test.each([
  ["tags without end", "<a ".repeat(1_000_000)],
  ["quotes without end", `<a href="`.repeat(500_000)],
  ["comments without end", "<!--".repeat(1_000_000)],
  ["a tag of 4 MB", `<a ${"href ".repeat(800_000)}`],
  ["scripts without end", "<script>".repeat(500_000)],
])("is done soon with %s", (_, html) => {
  const started = performance.now();
  readLinks(html, page);
  expect(performance.now() - started).toBeLessThan(5_000);
});
