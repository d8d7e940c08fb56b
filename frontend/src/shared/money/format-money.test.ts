import { describe, expect, it } from "vitest";
import { formatBillMoney, formatMoney, parseMoney } from "#shared/money/format-money.ts";

describe("money", () => {
  it("shows no cents unless there are any", () => {
    expect(formatMoney(55_000, "USD")).toBe("$550");
    expect(formatMoney(163_410, "USD")).toBe("$1,634.10");
    expect(formatMoney(125_000_000, "GBP")).toBe("£1,250,000");
  });
  it("always shows cents on a bill", () => expect(formatBillMoney(55_000, "USD")).toBe("$550.00"));
  it("reads what a guest types, and refuses what is not an amount", () => {
    expect(parseMoney("1,250")).toBe(125_000);
    expect(parseMoney("$ 12.5")).toBe(1_250);
    expect(parseMoney("1,250,000.5")).toBe(125_000_050);
    for (const text of ["400,50", "1,5", "1e9", "-5", "2.000", "12,3456", "1 250", "12345678901234567890"]) expect(parseMoney(text)).toBeNull();
    expect(parseMoney("12.345")).toBeNull();
    expect(parseMoney("")).toBeNull();
    expect(parseMoney("ten")).toBeNull();
  });
});
