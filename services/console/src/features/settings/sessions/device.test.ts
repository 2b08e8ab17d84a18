import { describe, expect, it } from "vitest";
import { deviceOf } from "./device";

const MOZILLA = "Mozilla/5.0";

describe("what a browser says of itself", () => {
  it.each([
    [
      `${MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36`,
      "Chrome",
      "Windows",
      false,
    ],
    [
      `${MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0`,
      "Edge",
      "Windows",
      false,
    ],
    [
      `${MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1`,
      "Safari",
      "iPhone",
      true,
    ],
    [`${MOZILLA} (Linux; Android 15; SM-S921B) Chrome/139.0 Mobile Safari/537.36`, "Chrome", "Android", true],
    [`${MOZILLA} (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0`, "Firefox", "Linux", false],
    ["curl/8.14.1", undefined, undefined, false],
    ["", undefined, undefined, false],
  ])("%s", (userAgent, browser, system, isPhone) => {
    expect(deviceOf(userAgent)).toEqual({ browser, system, isPhone });
  });
});
