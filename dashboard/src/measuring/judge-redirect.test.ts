import { expect, it } from "vitest";
import { judgeRedirect } from "./judge-redirect.ts";

it.each([
  ["http://shop.example/", "https://shop.example/", "same"],
  ["http://shop.example/", "https://www.shop.example/en", "same"],
  ["https://www.shop.example/", "https://shop.example/", "same"],
  ["https://shop.example/a", "https://shop.example/b?c#d", "same"],
  ["https://shop.example/", "http://shop.example/", "elsewhere"],
  ["http://localhost:3000/", "http://localhost:3001/", "elsewhere"],
  ["https://shop.example/", "https://shop.example.evil.example/", "elsewhere"],
  ["https://shop.example/", "https://m.shop.example/", "elsewhere"],
  ["https://shop.example/", "https://parking.example/", "elsewhere"],
  ["https://shop.example/", "https://shop.example/login?next=%2F", "login"],
  ["https://shop.example/", "https://shop.example/#/sign-in", "login"],
  ["https://shop.example/", "https://shop.example/users/sign_in", "login"],
  ["https://shop.example/", "https://accounts.big.example/o/oauth2/auth", "login"],
  ["https://shop.example/", "https://login.big.example/", "login"],
  ["https://shop.example/login", "https://shop.example/login?x", "same"],
  ["https://shop.example/login", "https://shop.example/signin", "same"],
  ["https://shop.example/", "https://shop.example/blog/logins-explained", "same"],
  ["https://shop.example/", "https://shop.example/authors", "same"],
])("judges %s → %s as %s", (from, to, verdict) => {
  expect(judgeRedirect(from, to)).toBe(verdict);
});
