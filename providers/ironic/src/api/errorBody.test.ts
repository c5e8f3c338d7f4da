import { describe, expect, it } from "vitest";
import { parseErrorBody } from "./errorBody.js";

const text = "Node n1 is locked by host 127.0.0.1, please retry after the current operation is completed.";
const controller = { faultcode: "Client", faultstring: text, debuginfo: null };

describe("parseErrorBody", () => {
  it.each([
    ["controller, JSON inside of JSON", { error_message: JSON.stringify(controller) }, text],
    ["controller, as an object", { error_message: controller }, text],
    ["bare faultstring", controller, text],
    [
      "pecan",
      { error_message: JSON.stringify({ code: 406, title: "Not Acceptable", description: "Version 1.200 …" }) },
      "Version 1.200 …",
    ],
    ["plain text", { error_message: "Request not acceptable." }, "Request not acceptable."],
    [
      "authentication",
      { error: { message: "Incorrect username or password", code: 401 } },
      "Incorrect username or password",
    ],
    ["title alone", { error_message: JSON.stringify({ code: 404, title: "Not Found", description: "" }) }, "Not Found"],
  ])("%s", (_shape, body, expected) => {
    expect(parseErrorBody(JSON.stringify(body))).toEqual({ text: expected, fromIronic: true });
  });

  it("takes the title of a web page, and knows that Ironic did not write it", () => {
    const page = "<!DOCTYPE HTML><html><head><title>503 Service Unavailable</title></head><body>…</body></html>";
    expect(parseErrorBody(page)).toEqual({ text: "503 Service Unavailable", fromIronic: false });
  });

  it.each(["", "null", "[]", "{}", '"text"', "<p>bad &amp; worse</p>"])("survives %j", (body) => {
    expect(parseErrorBody(body).fromIronic).toBe(false);
  });
});
