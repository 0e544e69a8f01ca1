import { describe, expect, it } from "vitest";
import { checkBudgetLimits, judgeBudget } from "./judge-budget.ts";

const lcp = { metric: "lcp", warn: 2500, fail: 4000 } as const;
const performance = { metric: "performance", warn: 90, fail: 50 } as const;

describe("a budget", () => {
  it("is kept by a value equal to its limit", () => {
    expect(judgeBudget(lcp, 2500)).toEqual({
      state: "pass",
      sentence: "LCP is at 2.5 s; the budget allows up to 2.5 s.",
    });
    expect(judgeBudget(performance, 90)).toEqual({
      state: "pass",
      sentence: "Performance is at 90; the budget asks for at least 90.",
    });
  });

  it("warns beyond the one limit and fails beyond the other", () => {
    expect(judgeBudget(lcp, 4000)).toEqual({
      state: "warn",
      sentence: "LCP is at 4 s, 1.5 s above the warning limit of 2.5 s.",
    });
    expect(judgeBudget(lcp, 4200)).toEqual({
      state: "fail",
      sentence: "LCP is at 4.2 s, 200 ms above the limit of 4 s.",
    });
  });

  it("turns round where higher is better", () => {
    expect(judgeBudget(performance, 50).state).toBe("warn");
    expect(judgeBudget(performance, 49)).toEqual({
      state: "fail",
      sentence: "Performance is at 49, 1 point below the limit of 50.",
    });
  });

  it("says so where value and limit are written alike", () => {
    const { state, sentence } = judgeBudget(lcp, 2501);
    expect(state).toBe("warn");
    expect(sentence).toBe("LCP is at 2.5 s, just above the warning limit of 2.5 s.");
  });

  it("needs only one limit", () => {
    expect(judgeBudget({ metric: "requests", warn: null, fail: 40 }, 41)).toEqual({
      state: "fail",
      sentence: "Requests are at 41, 1 above the limit of 40.",
    });
    expect(judgeBudget({ metric: "cls", warn: 0, fail: null }, 0).state).toBe("pass");
  });

  it("is unknown without a value", () => {
    expect(judgeBudget(lcp, null)).toEqual({ state: "unknown", sentence: "There is no value of LCP yet." });
  });
});

describe("the limits of a budget", () => {
  it("make sense alone, equal, and with the harder one failing", () => {
    expect(checkBudgetLimits(lcp)).toBeNull();
    expect(checkBudgetLimits(performance)).toBeNull();
    expect(checkBudgetLimits({ metric: "lcp", warn: 2500, fail: 2500 })).toBeNull();
    expect(checkBudgetLimits({ metric: "third-parties", warn: null, fail: 0 })).toBeNull();
  });

  it("need at least one", () => {
    expect(checkBudgetLimits({ metric: "lcp", warn: null, fail: null })?.field).toBe("fail");
  });

  it("do not fail what they do not warn of", () => {
    expect(checkBudgetLimits({ metric: "lcp", warn: 4000, fail: 2500 })).toEqual({
      field: "fail",
      message: "The limit for failing must not be below the one for warning.",
    });
    expect(checkBudgetLimits({ metric: "performance", warn: 50, fail: 90 })).toEqual({
      field: "fail",
      message: "The limit for failing must not be above the one for warning.",
    });
  });

  it("lie where values can lie", () => {
    expect(checkBudgetLimits({ metric: "performance", warn: 101, fail: null })?.field).toBe("warn");
    expect(checkBudgetLimits({ metric: "lcp", warn: 2500, fail: -1 })?.field).toBe("fail");
    expect(checkBudgetLimits({ metric: "lcp", warn: Number.NaN, fail: null })?.field).toBe("warn");
  });
});
