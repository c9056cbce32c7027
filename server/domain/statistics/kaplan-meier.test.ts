import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kaplanMeier } from "./kaplan-meier";
import { logRank } from "./log-rank";
import type { Tenure } from "./risk-set";

const all = { minAtRisk: 0 };
const at = (tenures: Tenure[], t: number) => kaplanMeier(tenures, all).rows.find((row) => row.t === t);
/** "6 7+ 9": left after 6, still there after 7, left after 9. */
const times = (text: string): Tenure[] =>
  text.trim().split(/\s+/).map((word) => ({ exit: Number.parseInt(word, 10), event: !word.endsWith("+") }));

// Freireich et al. 1963, weeks in remission; figures from Kleinbaum & Klein, Survival Analysis, and R's survfit.
const mercaptopurine = times("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+");
const placebo = times("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23");

describe("leukaemia in remission (Freireich 1963)", () => {
  test.each([
    [6, 21, 3, 0.8571, 0.0764],
    [7, 17, 1, 0.8067, 0.0869],
    [10, 15, 1, 0.7529, 0.0963],
    [13, 12, 1, 0.6902, 0.1068],
    [16, 11, 1, 0.6275, 0.1141],
    [22, 7, 1, 0.5378, 0.1282],
    [23, 6, 1, 0.4482, 0.1346],
  ])("S(%i) with %i at risk", (t, atRisk, events, survival, stdErr) => {
    const row = at(mercaptopurine, t);
    expect(row).toMatchObject({ at_risk: atRisk, events });
    expect(row?.survival).toBeCloseTo(survival, 4);
    expect(row?.std_err).toBeCloseTo(stdErr, 4);
  });

  test("log-log interval of S(10) (R: survfit, conf.type = log-log)", () => {
    expect(at(mercaptopurine, 10)?.low).toBeCloseTo(0.5032, 4);
    expect(at(mercaptopurine, 10)?.high).toBeCloseTo(0.8894, 4);
  });

  test("log-rank 16.79 on 1 df", () => {
    const result = logRank([mercaptopurine, placebo]);
    expect(result?.chi_square).toBeCloseTo(16.793, 3);
    expect(result?.df).toBe(1);
    expect(result?.groups[0]?.expected).toBeCloseTo(19.25, 2);
    expect(result?.groups[1]?.expected).toBeCloseTo(10.75, 2);
  });

  test("the 35th week, when all remaining are censored, keeps S and the placebo group ends at 0 without interval", () => {
    expect(at(mercaptopurine, 35)?.survival).toBeCloseTo(0.4482, 4);
    expect(at(placebo, 23)).toMatchObject({ survival: 0, std_err: null, low: null, high: null });
  });
});

// NCCTG lung cancer, days (Loprinzi et al. 1994), the example of R's survival package: men, then women.
const lungMen = times(`
306 455 1010+ 210 883 1022+ 218 166 170 71 567 144 613 707 88 301 624 371 394 574 118 390 12 26 533 53 814 93
460 583 303 519 643 189 53 246 689 65 132 223 175 163 65 428 230 840+ 11 132 11 176 791 95 196+ 806+ 284 147 163
655 239 88 30 179 310 477 364 107 177 156 11 429 15 181 283 13 212 524 288 363 442 54 558 207 92 60 202 353 267
387 457 337 404+ 222 458+ 353 163 31 229 444+ 156 329 291 179 292+ 142 413+ 320 181 285 301+ 197 303+ 180 300+
284+ 259+ 110 286 270 81 131 225+ 269 225+ 279+ 135 59 105 237+ 221+ 185+ 13 222+ 183 197+ 116 188+ 191+ 174+`);
const lungWomen = times(`
310 361 654 728 61 81 520 473 107 122 965+ 731 153 433 145 95 765 735 5 687 345 444 60 208 821+ 305 226 426 705
363 167 641 740+ 245 588+ 166 559+ 450 529+ 351 201 524 199 550 551+ 543+ 293 511+ 511+ 371 201 62 356+ 340 315+
182 364+ 376+ 384+ 268 266+ 194 348 382+ 296+ 186 145 269+ 350 272+ 292+ 332+ 285 243+ 276+ 79 240+ 202+ 235+
224+ 239 173+ 252+ 92+ 192+ 211+ 175+ 203+ 105+ 177+`);

test("lung (R survival, ../shared/data/SOURCES.md): S(365), its error, log-rank by sex", () => {
  const row = at([...lungMen, ...lungWomen], 365);
  expect(row?.at_risk).toBe(65);
  expect(row?.survival).toBeCloseTo(0.409242, 6);
  expect(row?.std_err).toBeCloseTo(0.035824, 6);
  expect(logRank([lungMen, lungWomen])?.chi_square).toBeCloseTo(10.32674, 5);
});

const iranian = new URL("../../../../shared/data/iranian_churn.csv", import.meta.url);

test.skipIf(!existsSync(iranian))("Iranian telecom churn (R survival 3.5-3; needs ../shared/data)", () => {
  const [header = "", ...lines] = readFileSync(iranian, "utf8").trim().split(/\r?\n/);
  const names = header.split(",").map((name) => name.replace(/\s+/g, " "));
  const rows = lines.map((line) => {
    const cells = line.split(",");
    const cell = (name: string) => Number(cells[names.indexOf(name)]);
    return { exit: cell("Subscription Length"), event: cell("Churn") === 1, complains: cell("Complains") };
  });
  expect(rows).toHaveLength(3150);
  const row = kaplanMeier(rows).rows.find(({ t }) => t === 36);
  expect(row?.survival).toBeCloseTo(0.847325, 6);
  expect(row?.std_err).toBeCloseTo(0.007859, 6);
  const result = logRank([rows.filter((r) => r.complains === 0), rows.filter((r) => r.complains === 1)]);
  expect(result?.chi_square).toBeCloseTo(800.985, 3);
  expect(result?.df).toBe(1);
  // scipy.stats.chi2.sf(800.985, 1)
  expect((result?.p ?? 0) / 3.295e-176).toBeCloseTo(1, 1);
});

describe("delayed entry", () => {
  test("at risk at t means entry < t ≤ exit; entry 0 is at risk from t = 0", () => {
    const tenures: Tenure[] = [
      { entry: 0, exit: 2, event: true },
      { entry: 2, exit: 4, event: true },
      { entry: 1, exit: 3, event: false },
      { exit: 0, event: true },
      { exit: 5, event: false },
    ];
    expect(kaplanMeier(tenures, all).rows.map(({ at_risk, events }) => [at_risk, events])).toEqual([
      [3, 1],
      [2, 0],
      [3, 1],
      [3, 0],
      [2, 1],
      [1, 0],
    ]);
  });

  test("exit at the very entry counts neither in events nor at risk", () => {
    const curve = kaplanMeier([{ entry: 3, exit: 3, event: true, count: 7 }, { exit: 4, event: true }], all);
    expect(curve).toMatchObject({ never_at_risk: 7, subjects: 1 });
    expect(curve.rows.find(({ t }) => t === 3)).toMatchObject({ at_risk: 1, events: 0 });
  });

  test("survivors only before observed_from: entry mends what ignoring it hides", () => {
    // 1,000 acquired each month, 10 % leave each month, recorded only from month 10 on: the cohorts before are known
    // by their survivors. True S(5) = .9^5, with whole units 1…5.
    const tenures: Tenure[] = [];
    for (let acquired = 0; acquired < 20; acquired++) {
      let left = 1e6;
      for (let age = 1; acquired + age <= 20; age++) {
        const leaving = Math.round(left * 0.1);
        const entry = Math.max(0, 10 - acquired);
        if (age > entry) tenures.push({ entry, exit: age, event: true, count: leaving });
        left -= leaving;
      }
      tenures.push({ entry: Math.max(0, 10 - acquired), exit: 20 - acquired, event: false, count: left });
    }
    expect(at(tenures, 5)?.survival).toBeCloseTo(0.9 ** 5, 4);
    expect(at(tenures, 15)?.survival).toBeCloseTo(0.9 ** 15, 4);
    const naive = tenures.map(({ entry: _, ...rest }) => rest);
    expect(at(naive, 5)?.survival).toBeGreaterThan(0.7);
  });

  test("an early risk set that died out does not pull the whole curve to 0, and says so", () => {
    const tenures: Tenure[] = [
      { exit: 1, event: true },
      { entry: 3, exit: 6, event: true, count: 50 },
      { entry: 3, exit: 6, event: false, count: 50 },
    ];
    const curve = kaplanMeier(tenures);
    expect(curve.conditional_from).toBe(4);
    expect(curve.rows.map(({ t, survival }) => [t, survival])).toEqual([
      [4, 1],
      [5, 1],
      [6, 0.5],
    ]);
  });
});

describe("degenerate input", () => {
  test("nobody", () => {
    expect(kaplanMeier([])).toEqual({ rows: [], subjects: 0, never_at_risk: 0, conditional_from: null });
    expect(logRank([])).toBeNull();
    expect(logRank([[], []])).toBeNull();
  });
  test("one subject", () => {
    expect(at([{ exit: 2, event: true }], 2)?.survival).toBe(0);
    expect(logRank([[{ exit: 2, event: true }]])).toBeNull();
  });
  test("fewer than min_at_risk are not drawn, and drawing stops where they get fewer", () => {
    expect(kaplanMeier([{ exit: 3, event: true, count: 29 }]).rows).toEqual([]);
    const rows = kaplanMeier([{ exit: 1, event: true, count: 1 }, { exit: 3, event: true, count: 29 }]).rows;
    expect(rows.map(({ t }) => t)).toEqual([0, 1]);
  });
  test("all at once, all censored", () => {
    expect(at([{ exit: 4, event: true, count: 40 }], 4)).toMatchObject({ survival: 0, events: 40 });
    expect(at([{ exit: 4, event: false, count: 40 }], 4)).toMatchObject({ survival: 1, std_err: 0, low: null });
    expect(logRank([[{ exit: 4, event: false }], [{ exit: 4, event: false }]])).toBeNull();
  });
  test("groups that are never at risk together cannot be compared", () => {
    expect(logRank([[{ exit: 2, event: true, count: 9 }], [{ entry: 5, exit: 8, event: true, count: 9 }]])).toBeNull();
  });
  test.each([
    [{ exit: Number.NaN, event: true }, "exit"],
    [{ exit: 1.5, event: true }, "exit"],
    [{ entry: -1, exit: 2, event: true }, "entry"],
    [{ entry: 3, exit: 2, event: true }, "entry 3 lies after exit 2"],
    [{ exit: 2, event: true, count: 0.5 }, "count"],
  ])("%j is refused by name", (tenure, message) => {
    expect(() => kaplanMeier([tenure])).toThrow(message);
  });
});

describe("laws", () => {
  const tenure = fc
    .record({ entry: fc.nat(8), more: fc.nat(8), event: fc.boolean(), count: fc.integer({ min: 1, max: 4 }) })
    .map(({ entry, more, event, count }) => ({ entry, exit: entry + more, event, count }));
  const group = fc.array(tenure, { maxLength: 25 });

  test("counts are the same as so many single customers", () => {
    fc.assert(
      fc.property(group, (tenures) => {
        const singles = tenures.flatMap(({ count, ...one }) => Array.from({ length: count }, () => one));
        expect(kaplanMeier(singles, all)).toEqual(kaplanMeier(tenures, all));
      }),
    );
  });
  test("S falls within 0…1 and its interval contains it", () => {
    fc.assert(
      fc.property(group, (tenures) => {
        let before = 1;
        for (const { survival, low, high } of kaplanMeier(tenures, all).rows) {
          expect(survival).toBeLessThanOrEqual(before);
          expect(survival).toBeGreaterThanOrEqual(0);
          if (low !== null) expect(low).toBeLessThanOrEqual(survival);
          if (high !== null) expect(high).toBeGreaterThanOrEqual(survival);
          before = survival;
        }
      }),
    );
  });
  test("without censoring or delay S is the plain share remaining", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10), { minLength: 1 }), (exits) => {
        const tenures = exits.map((exit) => ({ exit, event: true }));
        for (const { t, survival } of kaplanMeier(tenures, all).rows)
          expect(survival).toBeCloseTo(exits.filter((exit) => exit > t).length / exits.length, 10);
      }),
    );
  });
  test("log-rank: order of groups is irrelevant, observed and expected add up alike", () => {
    fc.assert(
      fc.property(group, group, group, (a, b, c) => {
        const one = logRank([a, b, c]);
        const other = logRank([c, a, b]);
        expect(other?.df).toBe(one?.df);
        expect(other?.chi_square ?? 0).toBeCloseTo(one?.chi_square ?? 0, 6);
        const sum = (key: "observed" | "expected") => (one?.groups ?? []).reduce((total, g) => total + g[key], 0);
        expect(sum("expected")).toBeCloseTo(sum("observed"), 8);
      }),
    );
  });
  test("log-rank of equal groups is 0", () => {
    fc.assert(fc.property(group, (a) => void expect(logRank([a, a])?.chi_square ?? 0).toBeCloseTo(0, 10)));
  });
});
